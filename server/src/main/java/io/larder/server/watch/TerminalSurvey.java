package io.larder.server.watch;

import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.protocol.attendance.TerminalInfo;
import io.larder.server.record.Family;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the ledger knows of each terminal. Terminals of other boxes have records only.
final class TerminalSurvey {
    /// Under these names the dialects say their model and firmware, best first.
    private static final List<String> MODEL = List.of("~devicename", "devicename", "devicetype");

    private static final List<String> FIRMWARE =
            List.of("fwversion", "firever", "firmver", "firmware");

    private TerminalSurvey() {}

    static List<Map<String, Object>> of(LedgerReader ledger) {
        Map<String, long[]> counts = ledger.countsBySubject();
        TreeSet<String> serials = new TreeSet<>(counts.keySet());
        serials.addAll(ledger.facts().subjects(Facts.ADMITTED));
        serials.remove("");
        List<Map<String, Object>> terminals = new ArrayList<>();
        for (String serial : serials) {
            long[] count = counts.getOrDefault(serial, new long[2]);
            terminals.add(terminal(serial, ledger.facts().of(serial), count));
        }
        return terminals;
    }

    private static Map<String, Object> terminal(
            String serial, Map<String, String> facts, long[] count) {
        Map<String, String> said = Facts.said(facts);
        Map<String, String> info = Facts.info(facts);
        Map<String, String> told = new HashMap<>(info);
        told.putAll(said);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("terminal", serial);
        out.put("family", facts.get(Facts.FAMILY));
        out.put("model", first(told, MODEL));
        out.put("firmware", first(told, FIRMWARE));
        String pushver = said.getOrDefault("pushver", "");
        out.put("pushver", pushver.isEmpty() ? null : pushver);
        String admitted = facts.get(Facts.ADMITTED);
        out.put("admittedSeq", admitted == null ? null : Long.valueOf(admitted));
        out.put("bookmarks", Facts.bookmarks(facts));
        out.put("learned", Facts.learned(facts));
        out.put("records", count[0]);
        out.put("repeatsDropped", count[1]);
        out.put("notice", facts.get(Facts.NOTICE));
        if (Family.ATTENDANCE.word().equals(facts.get(Facts.FAMILY))) {
            out.putAll(attendance(new Capabilities(said, info), said));
        }
        return out;
    }

    /// What an attendance terminal is: `classic`, `push` or `hybrid`, what it takes, the versions
    /// of its algorithms, and how full it was when that was last written down.
    private static Map<String, Object> attendance(
            Capabilities capabilities, Map<String, String> said) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("generation", capabilities.generation());
        out.put("fingerVersion", capabilities.fingerVersion());
        out.put("faceVersion", capabilities.faceVersion());
        List<String> takes = new ArrayList<>();
        if (capabilities.takesFingerprints()) {
            takes.add("fingerprints");
        }
        if (capabilities.takesFaces()) {
            takes.add("faces");
        }
        if (capabilities.takesUserPictures()) {
            takes.add("userPictures");
        }
        if (capabilities.takesComparisonPhotos()) {
            takes.add("comparisonPhotos");
        }
        out.put("takes", takes);
        TerminalInfo.read(said.getOrDefault(TerminalInfo.FACT, ""))
                .ifPresent(info -> out.put("counts", info.counts()));
        return out;
    }

    private static @Nullable String first(Map<String, String> said, List<String> names) {
        return names.stream().filter(said::containsKey).map(said::get).findFirst().orElse(null);
    }
}
