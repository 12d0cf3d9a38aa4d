package io.larder.server.watch;

import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the ledger knows of each terminal. Terminals of other boxes have records only.
final class TerminalSurvey {
    /// Under these names the dialects say their model and firmware, best first.
    private static final List<String> MODEL = List.of("devicename", "devicetype");

    private static final List<String> FIRMWARE = List.of("fwversion", "firever", "firmver");

    private TerminalSurvey() {}

    static List<Map<String, Object>> of(LedgerReader ledger) {
        Map<String, long[]> counts = ledger.countsBySubject();
        TreeSet<String> serials = new TreeSet<>(counts.keySet());
        serials.addAll(ledger.subjects(Facts.ADMITTED));
        serials.remove("");
        List<Map<String, Object>> terminals = new ArrayList<>();
        for (String serial : serials) {
            long[] count = counts.getOrDefault(serial, new long[2]);
            terminals.add(terminal(serial, ledger.facts(serial), count));
        }
        return terminals;
    }

    private static Map<String, Object> terminal(
            String serial, Map<String, String> facts, long[] count) {
        Map<String, String> said = Facts.said(facts);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("terminal", serial);
        out.put("family", facts.get(Facts.FAMILY));
        out.put("model", first(said, MODEL));
        out.put("firmware", first(said, FIRMWARE));
        String pushver = said.getOrDefault("pushver", "");
        out.put("pushver", pushver.isEmpty() ? null : pushver);
        String admitted = facts.get(Facts.ADMITTED);
        out.put("admittedSeq", admitted == null ? null : Long.valueOf(admitted));
        out.put("bookmarks", Facts.bookmarks(facts));
        out.put("learned", Facts.learned(facts));
        out.put("records", count[0]);
        out.put("repeatsDropped", count[1]);
        out.put("notice", facts.get(Facts.NOTICE));
        return out;
    }

    private static @Nullable String first(Map<String, String> said, List<String> names) {
        return names.stream().filter(said::containsKey).map(said::get).findFirst().orElse(null);
    }
}
