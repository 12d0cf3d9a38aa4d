package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class TimeAnswerTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2018-02-03T07:20:13.9+08:00");

    @Test
    @Conforms("TIME-010")
    void theTimeIsWrittenWithItsOffset() {
        assertThat(TimeAnswer.write(NOW, false))
                .isEqualTo(Bytes.utf8("Time=2018-02-03T07:20:13+08:00\n"));
        assertThat(TimeAnswer.write(OffsetDateTime.parse("2018-02-03T07:20:00Z"), false))
                .isEqualTo(Bytes.utf8("Time=2018-02-03T07:20:00+00:00\n"));
    }

    @Test
    @Conforms("TIME-011")
    void oldTerminalsGetFourteenDigits() {
        assertThat(TimeAnswer.write(NOW, true)).isEqualTo(Bytes.utf8("Time=20180203072013\n"));
    }

    @Test
    void accessControlDevicesAreToldTheTimeInGreenwichAndTheZone() {
        OffsetDateTime now = OffsetDateTime.parse("2008-11-20T01:21:19+08:00");

        assertThat(TimeAnswer.packed(now))
                .isEqualTo(Bytes.utf8("DateTime=285528079,ServerTZ=+0800"));
    }
}
