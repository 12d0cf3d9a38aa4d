package io.larder.server.cli;

import io.larder.server.doctor.Checkup;
import io.larder.server.json.Steering;
import io.larder.server.watch.GapSurvey;
import io.larder.storage.JournalCheck;
import io.larder.storage.LedgerReader;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What journal and ledger say of what is wrong.
record StoreProbe(Path data, LedgerReader ledger, long lastSeq) {
    private static final int MOST_LINES = 200;
    private static final int MOST_TABLES = 20;

    /// `journalToo`: reads all of the journal, which takes a while.
    Checkup.Store look(boolean journalToo) throws IOException {
        Map<String, Object> gaps = GapSurvey.of(ledger, lastSeq);
        List<Map<?, ?>> entries = objects(gaps.get("entries"));
        return new Checkup.Store(
                Math.max(0, lastSeq - ledger.applied()),
                journalToo ? damages(RealDisk.readOnly(data.resolve("journal"))) : List.of(),
                entries.size(),
                entries.isEmpty() ? "" : gap(entries.getFirst()),
                objects(gaps.get("recordNumbers")).stream()
                        .limit(MOST_TABLES)
                        .map(StoreProbe::missing)
                        .toList(),
                ledger.quarantine().waiting(),
                oddFrom(),
                refused());
    }

    static List<String> damages(Disk journal) throws IOException {
        return JournalCheck.run(journal).damages().stream()
                .map(ProofReport::damage)
                .map(String::strip)
                .toList();
    }

    private static List<Map<?, ?>> objects(@Nullable Object list) {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (list instanceof List<?> all) {
            all.forEach(each -> objects.add((Map<?, ?>) each));
        }
        return objects;
    }

    private static String gap(Map<?, ?> gap) {
        return gap.get("firstSeq") + "–" + gap.get("lastSeq") + " (" + gap.get("cause") + ")";
    }

    private static Checkup.Missing missing(Map<?, ?> gap) {
        return new Checkup.Missing(
                String.valueOf(gap.get("terminal")),
                String.valueOf(gap.get("table")),
                gap.get("missing") instanceof Number many ? many.longValue() : 0,
                String.valueOf(gap.get("ranges")).replaceAll("[\\[\\]]", ""));
    }

    /// Of the oldest lines: who sends nonsense sends much of it.
    private List<String> oddFrom() {
        return ledger.quarantine().lines(false, MOST_LINES).stream()
                .map(row -> row.subject().isEmpty() ? "-" : row.subject())
                .distinct()
                .sorted()
                .toList();
    }

    private List<Checkup.Count> refused() {
        List<Checkup.Count> counts = new ArrayList<>();
        for (String subject : ledger.facts().subjectsOf(Steering.SUBJECT)) {
            long dead = Steering.deadLetters(ledger.facts().of(subject)).size();
            if (dead > 0) {
                counts.add(new Checkup.Count(subject.substring(Steering.SUBJECT.length()), dead));
            }
        }
        return counts;
    }
}
