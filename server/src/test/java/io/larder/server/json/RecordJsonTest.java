package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.record.Bytes;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    private static final String BOX = "0123456789abcdef";
    private static final RecordJson JSON =
            new RecordJson(BOX, _ -> 7, ZoneOffset.ofHours(8), _ -> Optional.empty());

    @Test
    void aRecordPutTogetherAsTextIsWhatAJsonWriterWrites() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("card", "tab\tquote\" back\\ zero\0 饭");
        fields.put("amountFen", 850L);
        fields.put("more", Map.of("kind", "inner"));

        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("kind", "purchase");
        expected.put("box", BOX);
        expected.put("epoch", 7L);
        expected.put("seq", 12L);
        expected.put("row", 3L);
        expected.put("terminal", "T\"1");
        expected.put("family", "canteen");
        expected.put("receivedAt", "2018-11-02T10:16:58.123+08:00");
        expected.put("clockTrusted", true);
        expected.put("verdict", "new");
        expected.put("key", "BUYLOG/4\t2");
        expected.put("contentDigest", "00ff");
        expected.putAll(fields);
        expected.put("raw", "1\tC\t饭\r\u001b");

        LedgerRow row = row("purchase", "T\"1", Json.write(fields), "1\tC\t饭\r\u001b");
        assertThat(JSON.write(row)).isEqualTo(Json.write(expected));
        assertThat(JSON.object(row)).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNoTextGoAsBase64() {
        LedgerRow row = row("unknown", "T1", "{}", new byte[] {(byte) 0xC3, 0x28});
        assertThat(JSON.object(row)).containsEntry("rawBase64", "wyg=").doesNotContainKey("raw");
    }

    @Test
    void aRecordOfTheBoxItselfNamesNoTerminal() {
        assertThat(JSON.write(row("gap", "", "{}", new byte[0])))
                .contains("\"row\":3,\"receivedAt\"")
                .contains("\"contentDigest\":\"00ff\",\"raw\":\"\"}");
    }

    @Test
    void onlyAnOperationSaysHowOftenItCame() {
        LedgerRow operation = row("operation", "T1", "{\"code\":3}", "");
        LedgerRow punch = row("punch", "T1", "{\"pin\":\"3\"}", "");
        assertThat(JSON.write(operation)).contains("\"code\":3,\"repeats\":2,\"raw\"");
        assertThat(JSON.write(punch)).doesNotContain("repeats");
    }

    @Test
    void aLineTooLargeForTheLedgerComesFromTheJournal() {
        RecordJson json =
                new RecordJson(BOX, _ -> 7, ZoneOffset.UTC, _ -> Optional.of(Bytes.utf8("long")));
        LedgerRow row = row("punch", "T1", "{}", Optional.empty());
        assertThat(json.object(row)).containsEntry("raw", "long");
        assertThat(JSON.object(row)).doesNotContainKey("raw");
    }

    @Test
    void whoseARecordIsNeedsNotBeReadFromItsText() {
        for (String terminal : List.of("T1", "")) {
            for (String kind : List.of("punch", "gap")) {
                RecordLine line = JSON.line(row(kind, terminal, "{\"pin\":\"3\"}", "raw"));
                RecordLine read = RecordLine.of(line.text());
                if (terminal.isEmpty() && kind.equals("punch")) {
                    assertThatThrownBy(line::event).hasMessage("terminal is missing");
                } else {
                    assertThat(line.identity()).isPresent();
                    assertThat(line.event()).isEqualTo(read.event());
                }
            }
        }
    }

    @Test
    void aKeyThatNoReceiverTakesIsRefusedBeforeItIsSent() {
        LedgerRow row = row("punch", "T1", "{}", "");
        LedgerRow long4096 =
                new LedgerRow(
                        row.position(),
                        row.kind(),
                        row.family(),
                        row.verdict(),
                        row.subject(),
                        row.source(),
                        "k".repeat(4096),
                        row.epoch(),
                        row.digest(),
                        row.fields(),
                        row.whole(),
                        row.raw(),
                        row.receivedMillis(),
                        row.clockTrusted(),
                        row.repeats());
        assertThatThrownBy(() -> JSON.line(long4096).event()).hasMessageContaining("key is");
    }

    private static LedgerRow row(String kind, String terminal, String fields, String raw) {
        return row(kind, terminal, fields, raw.getBytes(StandardCharsets.UTF_8));
    }

    private static LedgerRow row(String kind, String terminal, String fields, byte[] raw) {
        return row(kind, terminal, fields, Optional.of(raw));
    }

    private static LedgerRow row(
            String kind, String terminal, String fields, Optional<byte[]> raw) {
        return new LedgerRow(
                new Position(12, 3),
                kind,
                "canteen",
                "new",
                terminal,
                "BUYLOG",
                "4\t2",
                0,
                new byte[] {0, (byte) 0xFF},
                fields,
                false,
                raw,
                1_541_125_018_123L,
                true,
                2);
    }
}
