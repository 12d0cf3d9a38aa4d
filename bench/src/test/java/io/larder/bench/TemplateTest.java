package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void numbersAreWrittenIntoThePreparedBytes() {
        Template template = new Template("8150000000001", 2, false);
        template.from(7);

        assertThat(new String(template.from(41), StandardCharsets.US_ASCII))
                .isEqualTo(
                        "POST /iclock/cpos?SN=8150000000001&table=BUYLOG&Stamp=2025-01-06T06:30:00"
                                + "&StampId=000000042 HTTP/1.1\r\n"
                                + "Host: 127.0.0.1\r\n"
                                + "User-Agent: iClock Proxy/1.09\r\n"
                                + "Connection: close\r\n"
                                + "Accept: */*\r\n"
                                + "Content-Length: 170\r\n"
                                + "\r\n"
                                + row("000000041")
                                + row("000000042"));
    }

    private static String row(String number) {
        return "100023\t0000100023\t2025-01-06 06:30:00\t1250\t8750\t"
                + number
                + "\t1\t1\t2025-01-06\t"
                + number
                + "\t1\n";
    }
}
