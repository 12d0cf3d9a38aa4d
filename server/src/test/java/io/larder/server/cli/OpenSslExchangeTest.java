package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The other end of the key exchange is somebody else's code.
class OpenSslExchangeTest {
    private static final String PUNCHES = "/iclock/cdata?SN={SN}&table=ATTLOG&Stamp=1";
    private static final String ROW = "7\t2026-03-01 08:00:00\t0\t1";

    @TempDir private Path data;
    @TempDir private Path keys;

    @BeforeEach
    void openSslIsNeeded() {
        assumeTrue(OpenSslSide.isPresent(), "needs OpenSSL 3 (Debian package openssl)");
    }

    @Test
    @Conforms({"ENC-003", "ENC-004", "ENC-010"})
    void aClientOutOfOpenSslAloneUploadsSealedAndReadsTheSealedAnswers() {
        try (RunningBox box = RunningBox.in(data, "terminal.keyExchange=larder-1")) {
            SealingTerminal terminal =
                    new SealingTerminal(box, "5158181900025", new OpenSslSide(keys));
            assertThat(terminal.hello("/iclock/cdata")).contains("\nPushProtVer=2.4.0\n");
            terminal.exchange();

            assertThat(terminal.upload(PUNCHES, ROW)).isEqualTo("OK");
            assertThat(terminal.ask("/iclock/getrequest?SN={SN}")).isEqualTo("OK");
            assertThat(box.records(Kind.PUNCH))
                    .extracting(RunningBox.Kept::raw)
                    .containsExactly(Bytes.latin1(ROW));
            assertThat(terminal.send(PUNCHES, terminal.sealed(ROW, 1)).toString())
                    .isEqualTo("500 the body does not open: its crc32 is wrong");
        }
    }

    /// Test case 2 of the document that defined the mode (McGrew and Viega, 2005).
    @Test
    void theHashIsTheOneOfTheStandard() {
        HexFormat hex = HexFormat.of();

        assertThat(
                        hex.formatHex(
                                Ghash.of(
                                        hex.parseHex("66e94bd4ef8a2c3b884cfa59ca342b2e"),
                                        hex.parseHex("0388dace60b6a392f328c2b971b2fe78"))))
                .isEqualTo("f38cbb1ad69223dcc3457ae5b6b0f885");
    }
}
