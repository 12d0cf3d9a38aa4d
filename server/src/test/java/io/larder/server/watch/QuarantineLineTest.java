package io.larder.server.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class QuarantineLineTest {
    @Test
    @Conforms("SEC-001")
    void aPasswordInALineThatWasNotUnderstoodIsNotShown() {
        QuarantineLine line =
                new QuarantineLine(
                        new QuarantineRow(
                                new Position(1, 0),
                                "5158181900001",
                                "attendance",
                                "OPERLOG",
                                "USER line: PIN is missing",
                                "USER Name=Li\tPasswd=1234\tGrp=1".getBytes(UTF_8),
                                0,
                                0,
                                false));

        assertThat(line.shown(100)).isEqualTo("USER Name=Li\\tPasswd=***\\tGrp=1");
        assertThat(line.object(ZoneOffset.UTC))
                .containsEntry("raw", "USER Name=Li\tPasswd=***\tGrp=1");
    }
}
