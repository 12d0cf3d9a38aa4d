package io.larder.server.protocol.attendance;

import io.larder.server.record.Bytes;
import io.larder.server.record.TerminalTime;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of a photo taken at a terminal.
///
/// ```
/// YYYYMMDDHHNNSS-<pin>[.jpg]   the verification passed
/// YYYYMMDDHHNNSS[.jpg]         it failed, and nobody knows who it was
/// ```
///
/// Sources: PROTOCOL.md 1.2.6, trap T-071.
public record PhotoId(TerminalTime time, @Nullable String pin) {
    private static final Pattern FORM =
            Pattern.compile("(\\d{14})(?:-([^.]+))?(?:\\.jpe?g)?", Pattern.CASE_INSENSITIVE);

    /// Longer headers than this were never seen in front of a photo.
    private static final int HEADER_BYTES = 512;

    /// The id in `text`, or empty when it is none.
    public static Optional<PhotoId> read(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? TerminalTime.read(matcher.group(1), Decoder.AUTO)
                        .map(time -> new PhotoId(time, matcher.group(2)))
                : Optional.empty();
    }

    /// True when the person was recognised.
    public boolean passed() {
        return pin != null;
    }

    /// True when a body without any telling parameter begins with a photo's text header.
    static boolean isPhoto(Bytes body) {
        String head = body.slice(0, Math.min(body.length(), HEADER_BYTES)).asLatin1();
        return head.contains("CMD=uploadphoto") || head.contains("CMD=realupload");
    }
}
