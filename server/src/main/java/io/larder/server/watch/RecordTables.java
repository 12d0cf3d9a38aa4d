package io.larder.server.watch;

/// The canteen's three kinds of numbered records under the names that different parts of the
/// protocol give them (trap T-026): in uploads, in polls (`type`), in bookmarks, in SYNC, in CLEAR.
enum RecordTables {
    PURCHASES("BUYLOG", "pos", "PosLogStampId", "POSLOG", "POSLOG|ONRESPOSLOG"),
    TOPUPS("FULLLOG", "full", "FullLogStampId", "FULLLOG", "FULLVALUE"),
    SUBSIDIES("ALLOWLOG", "allow", "AllowLogStampId", "ALLOWLOG", "SIDYLOG");

    private static final String CLEAR_ALL = "CLEAR DATA";

    private final String upload;
    private final String polled;
    private final String bookmark;
    private final String synced;
    private final String cleared;

    RecordTables(String upload, String polled, String bookmark, String synced, String cleared) {
        this.upload = upload;
        this.polled = polled;
        this.bookmark = bookmark;
        this.synced = synced;
        this.cleared = cleared;
    }

    /// The table of uploads.
    String upload() {
        return upload;
    }

    /// Under this parameter of polls the largest number is remembered.
    String polled() {
        return "devno." + polled;
    }

    String bookmark() {
        return bookmark;
    }

    /// The order that has a range of numbers sent again.
    String syncOrder() {
        return "SYNC " + synced;
    }

    /// Whether an order erases these records.
    boolean isClearedBy(String order) {
        return order.equals(CLEAR_ALL) || order.matches("CLEAR (" + cleared + ")");
    }
}
