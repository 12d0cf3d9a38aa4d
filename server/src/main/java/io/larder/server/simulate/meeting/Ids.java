package io.larder.server.simulate.meeting;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.clock.Imprints;

/// Names of what the box owes to a meeting terminal. A photo is owed to the byte, so its name ends
/// with its SHA-256.
public final class Ids {
    /// The table of records, in names.
    public static final String VISIT = "VERIFYLOG";

    private Ids() {}

    static String visit(Serial serial, long logId) {
        return visit(serial.text(), Long.toString(logId));
    }

    /// A record.
    public static String visit(String serial, String logId) {
        return serial + "/" + VISIT + "/" + logId;
    }

    static String visitPhoto(Serial serial, long logId, Bytes jpeg) {
        return photo(serial.text(), "VERIFYPHOTO", Long.toString(logId), sha256(jpeg));
    }

    static String photo(Serial serial, String table, String pin, Bytes jpeg) {
        return photo(serial.text(), table, pin, sha256(jpeg));
    }

    /// A photo: `whose` is the number of the record for `VERIFYPHOTO`, the pin for `USERPIC` and
    /// `BIOPHOTO`.
    public static String photo(String serial, String table, String whose, String sha256) {
        return serial + "/" + table + "/" + whose + "/" + sha256;
    }

    /// A person.
    public static String user(String serial, String pin) {
        return serial + "/USER/" + pin;
    }

    /// A card of a person.
    public static String card(String serial, String pin, String card) {
        return serial + "/MULTICARD/" + pin + "/" + card;
    }

    private static String sha256(Bytes jpeg) {
        return Imprints.digest("SHA-256", jpeg);
    }
}
