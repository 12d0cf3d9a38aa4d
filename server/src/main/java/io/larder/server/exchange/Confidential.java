package io.larder.server.exchange;

import io.larder.server.protocol.Request;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.meeting.Harmless;
import io.larder.server.record.Bytes;
import java.util.Set;
import java.util.regex.Pattern;

/// Which uploads may lie in the clear. Whatever is not known to be harmless can carry a password, a
/// template or a picture and is sealed; records of money and hours are not, so that no key has to
/// be there for them.
public final class Confidential {
    /// Purchases, top-ups, subsidies and what they were for (PROTOCOL.md 2.1).
    private static final Set<String> CANTEEN =
            Set.of(
                    "BUYLOG",
                    "BUYLOGBAK",
                    "FULLLOG",
                    "FULLLOGBAK",
                    "ALLOWLOG",
                    "ALLOWLOGBAK",
                    "STOREDETAIL",
                    "KEYDETAIL",
                    "TIMEDETAIL");

    /// Punches (PROTOCOL.md 2.3).
    private static final Set<String> ATTENDANCE = Set.of("ATTLOG");

    /// A reply that echoes what was ordered, or brings a file, is longer.
    private static final int REPLY_BYTES = 4096;

    /// Rows have columns; what stands behind a name is something else under a wrong table.
    private static final byte NAMED = '=';

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(?:pass|pwd|psw|key|token|secret)");
    private static final Pattern PLAIN_REPLY =
            Pattern.compile("(?:(?:ID|SN|Return|CMD)=[A-Za-z0-9_.+-]{0,32}(?:[&\\t\\r\\n]+|\\z))+");

    private Confidential() {}

    /// Whether the upload is to be sealed.
    static boolean isSecret(Request.Upload upload) {
        Wire.Request wire = upload.wire();
        return SECRET_NAME.matcher(wire.target()).find()
                || switch (upload.family()) {
                    case CANTEEN -> !isHarmless(upload, CANTEEN);
                    case ATTENDANCE -> !isHarmless(upload, ATTENDANCE);
                    case MEETING -> isSecretMessage(wire.target(), wire.body());
                };
    }

    /// Whether a message of a meeting terminal is to be sealed, by its `funcId` and its members.
    public static boolean isSecretMessage(String function, Bytes text) {
        return !Harmless.is(function, text);
    }

    private static boolean isHarmless(Request.Upload upload, Set<String> tables) {
        Bytes body = upload.wire().body();
        return upload.table().isEmpty()
                ? isPlainReply(body)
                : tables.contains(upload.table()) && body.indexOf(NAMED, 0) < 0;
    }

    private static boolean isPlainReply(Bytes body) {
        return body.length() <= REPLY_BYTES && PLAIN_REPLY.matcher(body.asLatin1()).matches();
    }
}
