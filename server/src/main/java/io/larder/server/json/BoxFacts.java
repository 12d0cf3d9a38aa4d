package io.larder.server.json;

import java.time.Instant;
import java.time.ZoneOffset;

/// The names of what a headquarters knows of its boxes, as facts of the ledger.
///
/// ```
/// facts of "box:" + box:            next.<epoch> mark.<epoch> last.<epoch> sent day dayBytes
///                                   heard program                           what it said of itself
///                                   site key state quota invitation since   how it was let in
/// facts of "invitation:" + hash:    site box until quota usedBy withdrawn
/// ```
///
/// Times are milliseconds of the wall clock, quotas megabytes a day; an empty one is the usual.
public final class BoxFacts {
    /// What the names of boxes begin with, as subjects.
    public static final String SUBJECT = "box:";

    /// What the names of invitations begin with.
    public static final String INVITATION_SUBJECT = "invitation:";

    /// Where the box stands, by epoch.
    public static final String NEXT = "next.";

    /// Its newest entry when it sent last, by epoch.
    public static final String LAST = "last.";

    /// When it sent last.
    public static final String SENT = "sent";

    /// The day of the latest batch, and the bytes of that day.
    public static final String DAY = "day";

    public static final String DAY_BYTES = "dayBytes";

    /// When it was heard; written down now and then only.
    public static final String HEARD = "heard";

    /// Its program, as it said.
    public static final String PROGRAM = "program";

    /// What people call the site.
    public static final String SITE = "site";

    /// Fingerprint of the identity that speaks for it.
    public static final String KEY = "key";

    public static final String STATE = "state";
    public static final String QUOTA = "quota";
    public static final String INVITATION = "invitation";
    public static final String SINCE = "since";

    /// Of an invitation: the only box it is for, empty for any.
    public static final String BOX = "box";

    public static final String UNTIL = "until";
    public static final String USED_BY = "usedBy";
    public static final String WITHDRAWN = "withdrawn";

    private BoxFacts() {}

    /// The day, in UTC, in which a quota counts.
    public static String day(long wallMillis) {
        return Instant.ofEpochMilli(wallMillis).atZone(ZoneOffset.UTC).toLocalDate().toString();
    }
}
