package io.larder.server.door;

import io.larder.server.protocol.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a request line and its headers, up to the empty line.
///
/// ```
/// head = { CRLF } request-line { header-line } empty-line      each line ends in LF or CRLF
/// ```
final class HeadReader {
    private static final int USUAL_BYTES = 512;

    private HeadReader() {}

    static Heard read(Inlet inlet, int limit) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(USUAL_BYTES);
        int inLine = 0;
        for (int next = inlet.read(); next != Inlet.END; next = inlet.read()) {
            if (head.size() == limit) {
                return tooLong(head, limit);
            }
            head.write(next);
            if (next != '\r' && next != '\n') {
                inLine++;
            } else if (next == '\n') {
                if (inLine == 0) {
                    return HeadText.read(lines(head));
                }
                inLine = 0;
            }
        }
        return new Heard.Ended();
    }

    private static Heard tooLong(ByteArrayOutputStream head, int limit) {
        String why = "request head is longer than " + limit + " bytes";
        return new Heard.Unfit(new Answer.Refused(431, why, 0), lines(head).getFirst());
    }

    private static List<String> lines(ByteArrayOutputStream head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.toString(StandardCharsets.ISO_8859_1).split("\n", -1)) {
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        return lines;
    }
}
