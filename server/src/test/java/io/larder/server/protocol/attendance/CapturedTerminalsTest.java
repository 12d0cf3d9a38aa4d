package io.larder.server.protocol.attendance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Capture;
import io.larder.server.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What another server knew of real terminals, read as what they said.
class CapturedTerminalsTest {
    private static final int BIO_TYPES = 11;

    @Test
    void whatRealTerminalsTakeIsReadFromWhatTheySay() {
        assertThat(terminals().stream().map(CapturedTerminalsTest::taken))
                .containsExactly(
                        "6916193040004 MA300: 1 of 10",
                        "CEXB190460114 Iclock600: 1 of 10, 9 of any",
                        "CKJF201560034 Iclock600: 1 of 10, 9 of any",
                        "5881195100007 xFace600: 1 of 10",
                        "6064201400001 P300: 1 of 10, 8 of 5",
                        "CKJF201960996 Iclock600: 1 of 10, 8 of 12, 9 of any");
    }

    @Test
    void whatTheySendByThemselvesIsWhatIsAskedFor() {
        List<String> known = Stream.of(TransData.values()).map(TransData::token).toList();

        assertThat(terminals())
                .allSatisfy(terminal ->
                        assertThat(known)
                                .contains(
                                        terminal.getOrDefault("TransFlag", "")
                                                .substring("TransData ".length())
                                                .split("\t")));
    }

    /// The bio types of which it takes templates, and their versions.
    private static String taken(Map<String, String> terminal) {
        Capabilities capabilities = new Capabilities(Map.of(), terminal);
        String types =
                IntStream.range(1, BIO_TYPES)
                        .filter(type -> capabilities.takes(type, ""))
                        .mapToObj(type -> type + " of " + version(capabilities.version(type)))
                        .collect(Collectors.joining(", "));
        return terminal.get("DevSN") + " " + terminal.get("DevName") + ": " + types;
    }

    private static String version(String version) {
        return version.isEmpty() ? "any" : version;
    }

    private static List<Map<String, String>> terminals() {
        String list = Capture.file("lines/devices.json").text(UTF_8);
        List<Map<String, String>> terminals = new ArrayList<>();
        for (Object each : (List<?>) Json.read("{\"all\":" + list + "}").getOrDefault("all", "")) {
            Map<String, String> terminal = new TreeMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> terminal.put(word(name), word(value)));
            terminal.put("FPVersion", terminal.getOrDefault("DevFPVersion", ""));
            terminals.add(terminal);
        }
        return terminals;
    }

    private static String word(Object value) {
        return String.valueOf(value);
    }
}
