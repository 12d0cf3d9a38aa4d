package io.larder.server.doctor;

/// Everything that can be wrong, the most serious first: what keeps the box from taking records,
/// what may lose some, what keeps them from headquarters, what a person should look at some day.
/// Ids are for good, because documents explain them; the words are in `doctor_en.properties` and
/// `doctor_zh.properties` beside this class.
public enum Finding {
    DATA_RIGHTS,
    DATA_MISSING,
    BOX_STOPPED,
    CONFIG_WRONG,
    STORE_UNREADABLE,
    KEY_NOT_HERE,
    PORT_TAKEN,
    BOX_DEAF,
    JOURNAL_FAILED,
    DISK_READONLY,
    DISK_FAILS,
    RING_FULL,
    DISK_FULL,
    DISK_INODES,
    JOURNAL_DAMAGED,
    ENTRIES_LOST,
    CHECK_FAILED,
    DISK_WORN,
    RING_FILLING,
    CLOCK_UNTRUSTED,
    LEDGER_TROUBLE,
    LINE_DOWN,
    LINE_ALARM,
    LINE_REFUSED,
    LINE_HELD,
    LINE_BEHIND,
    LINE_LEFT,
    TERMINAL_TURNED_AWAY,
    TERMINAL_SILENT,
    TERMINAL_CLOCK,
    NUMBERS_MISSING,
    QUARANTINE,
    LEDGER_BEHIND,
    BACKUP_NEVER,
    BACKUP_OLD,
    DISK_LOW,
    DISK_SLOW,
    DISK_MUCH_WRITTEN,
    MEMORY_LOW,
    NO_CONSOLE;

    /// Its name outside, such as `LINE-DOWN`.
    public String id() {
        return name().replace('_', '-');
    }
}
