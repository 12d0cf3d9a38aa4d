package io.larder.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bytes of one upload, built once; only the digits of the record numbers change. A row is the
/// same whenever it is sent, because it depends on its number alone.
///
/// ```
/// numbers have nine digits with leading zeros, as terminals print in the C manner
/// ```
final class Template {
    private static final int DIGITS = 9;
    private static final String HOLE = "#".repeat(DIGITS);
    private static final String ROW =
            "100023\t0000100023\t2025-01-06 06:30:00\t1250\t8750\t"
                    + HOLE
                    + "\t1\t1\t2025-01-06\t"
                    + HOLE
                    + "\t1\n";

    /// Size of one row, line feed included.
    static final long ROW_BYTES = ROW.length();

    private final byte[] bytes;
    private final int[] holes;
    private final int rows;

    Template(String serial, int rows, boolean keepAlive) {
        this(serial, rows, keepAlive, 0);
    }

    /// With room for `behind` more bytes behind the rows, which are not built here.
    Template(String serial, int rows, boolean keepAlive, int behind) {
        String body = ROW.repeat(rows);
        String query = "?SN=" + serial + "&table=BUYLOG&Stamp=2025-01-06T06:30:00&StampId=" + HOLE;
        String head =
                String.join(
                        "\r\n",
                        "POST /iclock/cpos" + query + " HTTP/1.1",
                        "Host: 127.0.0.1",
                        "User-Agent: iClock Proxy/1.09",
                        "Connection: " + (keepAlive ? "keep-alive" : "close"),
                        "Accept: */*",
                        "Content-Length: " + (body.length() + behind),
                        "",
                        "");
        String text = head + body;
        this.rows = rows;
        this.holes = holes(text);
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The upload of `rows` rows numbered from `first`; the array is used again for the next one.
    byte[] from(long first) {
        put(holes[0], first + rows - 1); // StampId is the largest
        for (int row = 0; row < rows; row++) {
            put(holes[1 + 2 * row], first + row);
            put(holes[2 + 2 * row], first + row);
        }
        return bytes;
    }

    private void put(int at, long number) {
        long rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            bytes[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int[] holes(String text) {
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(HOLE); at >= 0; at = text.indexOf(HOLE, at + DIGITS)) {
            found.add(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
