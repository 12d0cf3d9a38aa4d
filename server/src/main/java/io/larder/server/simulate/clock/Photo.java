package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/// A picture taken at a verification.
///
/// @param id `YYYYMMDDHHNNSS-<pin>`, without the pin when nobody was recognised (PROTOCOL.md 1.2.6)
public record Photo(String id, LocalDateTime time, Bytes jpeg) {
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    /// The id of a photo that was taken at `time`; `whose` is empty when nobody was recognised.
    static String id(LocalDateTime time, String whose) {
        return ID.format(time) + (whose.isEmpty() ? "" : "-" + whose);
    }

    /// In lower-case hex.
    public String sha256() {
        return Imprints.digest("SHA-256", jpeg);
    }
}
