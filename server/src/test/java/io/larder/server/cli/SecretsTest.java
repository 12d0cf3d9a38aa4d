package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets go to the terminal that must have them and nowhere else.
class SecretsTest {
    private static final String SN = "5158181900025";
    private static final String CARD_PASS = "c4rdpassSECRET";
    private static final String BINDING = "bindingSECRET77";
    private static final String PASSWORD = "918273";
    private static final String CARD_KEY = "cardkeySECRET9";
    private static final String OPERATOR = "operatorSECRET-0123456789abcdef";
    private static final String UPSTREAM = "upstreamSECRET-0123456789abcdef";
    private static final String RECEIVE = "receiveSECRET-0123456789abcdef";
    private static final List<String> SECRETS =
            List.of(CARD_PASS, BINDING, PASSWORD, CARD_KEY, OPERATOR, UPSTREAM, RECEIVE);

    /// Everything that is logged, as it would be printed.
    private static final class Log extends Handler {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        /// What a box logs that nobody looks for a defect in.
        final List<String> usual = Collections.synchronizedList(new ArrayList<>());

        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            lines.add(formatter.format(record));
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                usual.add(formatter.format(record));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @TempDir private Path data;

    @Test
    @Conforms("SEC-001")
    void secretsStandInNoLogNoAnswerOfTheConsoleAndNoFile() throws Exception {
        Log log = new Log();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(log);
        root.setLevel(Level.ALL);
        int port = FreePorts.next();
        List<String> keys = new ArrayList<>();
        try (RunningBox box =
                RunningBox.in(
                        data,
                        "console.port=" + port,
                        "console.operatorToken=" + OPERATOR,
                        "upstreams.hq.url=http://127.0.0.1:1",
                        "upstreams.hq.token=" + UPSTREAM,
                        "receive.port=" + FreePorts.next(),
                        "receive.host=127.0.0.1",
                        "receive.token=" + RECEIVE,
                        "canteen.cardPass=" + CARD_PASS,
                        "admission.bindingKeys." + SN + "=" + BINDING)) {
            String hello = "/iclock/cpos?SN=" + SN + "&options=all&device_type=30&pushcommkey=";
            assertThat(box.terminal().get(hello + PASSWORD).status()).isEqualTo(403);
            assertThat(box.terminal().get(hello + BINDING).text()).contains("CardPass=");
            box.awaitApplied();
            byte[] seal = Files.readAllBytes(data.resolve(SealFile.NAME));
            keys.add(ConsoleFile.read(data).orElseThrow().token());
            keys.add(HexFormat.of().formatHex(seal));
            keys.add(Base64.getEncoder().encodeToString(seal));
            try (ConsoleClient console = ConsoleClient.of(data)) {
                order(console, "UPDATE", "USERINFO", "SysID=1", "CardNo=1", "Password=" + PASSWORD);
                order(console, "SET", "OPTION", "CardKey=" + CARD_KEY);
                String poll = box.terminal().get("/iclock/posrequest?SN=" + SN).text();
                assertThat(poll).contains("Password=" + PASSWORD, "CardKey=" + CARD_KEY);
                box.terminal()
                        .get("/iclock/posrequest?SN=" + SN + "&RepType=2&Card=1&Pwd=" + PASSWORD);
                box.terminal().get("/iclock/nowhere?SN=" + SN + "&Pwd=" + PASSWORD);
                box.awaitApplied();
                String answers =
                        Json.write(console.get("/api/v1/status"))
                                + Json.write(console.get("/api/v1/commands?all=true"))
                                + Commands.run("show", "--data", data, "--json", "--live").out()
                                + Commands.run("commands", "--data", data, "--all").out()
                                + new RawTerminal(port).get("/metrics")
                                + new RawTerminal(port).get("/health/ready");
                assertThat(answers).contains("***").doesNotContain(SECRETS);
            }
        } finally {
            root.removeHandler(log);
            root.setLevel(before);
        }
        assertThat(log.lines).isNotEmpty();
        assertThat(String.join("\n", log.lines)).contains(SN).doesNotContain(SECRETS);
        assertThat(String.join("\n", log.usual)).contains("down: ").doesNotContain(keys);
        for (String secret : SECRETS) {
            assertThat(Folders.holding(data, secret)).as(secret).isEmpty();
        }
    }

    private static void order(ConsoleClient console, String... words) throws Exception {
        console.post(
                "/api/v1/commands",
                Json.write(Map.of("terminal", SN, "words", List.of(words), "confirm", true)));
    }
}
