package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.record.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatHasFarMoreMembersThanAnyMessageIsNotRead() {
        String many = "{\"a\":[" + "{},".repeat(100_000) + "0]}";

        assertThatThrownBy(() -> Json.read(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Token count");
    }

    @Test
    void aLargeListIsRead() {
        String large = "{\"a\":[" + "1,".repeat(49_999) + "1]}";

        assertThat(Json.read(large)).isEqualTo(Map.of("a", Collections.nCopies(50_000, 1L)));
    }

    @Test
    void aNumberThatIsLargerThanAnyIsReadAsItsDigits() {
        Map<String, Object> read =
                Json.read("{\"a\":1e999,\"b\":-1e999,\"c\":1e3,\"d\":1" + "0".repeat(30) + "}");

        assertThat(read)
                .containsEntry("a", "1e999")
                .containsEntry("b", "-1e999")
                .containsEntry("c", 1e3)
                .containsEntry("d", "1" + "0".repeat(30));
        assertThat(Json.read(Json.write(read))).isEqualTo(read);
    }

    /// The ledger reads records as UTF-8: what only looks like JSON otherwise must not pass before.
    @Test
    void aRecordInAnotherEncodingThanUtf8IsNone() {
        String record =
                "{\"kind\":\"punch\",\"terminal\":\"T1\",\"box\":\"00112233445566aa\",\"epoch\":5,\"seq\":1,\"row\":0}";
        assertThat(RecordIdentity.read(Bytes.utf8(record)).kind()).isEqualTo("punch");
        for (Charset other :
                List.of(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16BE,
                        StandardCharsets.UTF_16LE,
                        Charset.forName("UTF-32"),
                        Charset.forName("UTF-32LE"))) {
            Bytes line = Bytes.wrap(record.getBytes(other));
            assertThatThrownBy(() -> RecordIdentity.read(line))
                    .as("%s", other)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () -> RecordIdentity.read(Bytes.wrap(new byte[] {0, 0, (byte) 0xFE, 0x7B})))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
