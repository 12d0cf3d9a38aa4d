package io.larder.storage;

import io.larder.storage.disk.Inline;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A box on a bad disk and the headquarters behind it, with an honest memory of what was promised.
/// An entry becomes an obligation with its receipt; whatever headquarters took stays taken. A box
/// that fails is started again, as systemd would; after a power cut the power comes back first.
final class Site {
    /// What the box does, in this order, whatever happens in between.
    sealed interface Step {
        record Append(int id, int bytes) implements Step {}

        record Relay() implements Step {}

        record Restart() implements Step {}
    }

    private static final int STARTS = 4;
    private static final int READ_BYTES = 20_000;

    private final SimulatedDisk disk;
    private final JournalSettings settings;
    private final TreeMap<Long, String> acknowledged = new TreeMap<>();
    private final TreeMap<Long, String> taken = new TreeMap<>();
    private final Set<String> violations = new HashSet<>();
    private @Nullable Journal journal;
    private @Nullable Cursor cursor;

    Site(SimulatedDisk disk, JournalSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    /// What was broken of the promises.
    Set<String> violations() {
        return violations;
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /// Runs `steps` until the end, or until the box cannot be started any more.
    void run(List<Step> steps) {
        for (Step step : steps) {
            if (!done(step)) {
                break;
            }
        }
        stop();
    }

    private boolean done(Step step) {
        for (int start = 0; start < STARTS; start++) {
            try {
                perform(step);
                return true;
            } catch (IOException e) {
                stop();
            }
        }
        return false;
    }

    private void perform(Step step) throws IOException {
        switch (step) {
            case Step.Append(int id, int bytes) -> append(id, bytes);
            case Step.Relay() -> relay();
            case Step.Restart() -> {
                stop();
                journal();
            }
        }
    }

    /// The power is cut, the medium mended; nothing promised may be missing and a fresh entry must
    /// pass.
    void settle() throws IOException {
        stop();
        disk.repair();
        disk.cut();
        stop();
        relay();
        String fresh = Drafts.append(journal(), 999, 100);
        if (fresh.equals(Refused.Reason.FULL.name())) {
            relay();
            fresh = Drafts.append(journal(), 999, 100);
        }
        relay();
        String last = taken.isEmpty() ? "nothing" : taken.lastEntry().getValue();
        if (!last.equals("#999")) {
            violations.add("a fresh entry is not taken: " + fresh + ", last is " + last);
        }
        stop();
        compare();
        JournalCheck.Report report = JournalCheck.run(disk);
        // a page that a cut shore before the oldest entry may have held a copy: nobody can know
        report.damages().stream()
                .filter(damage -> damage.firstSeq() > 0)
                .forEach(damage -> violations.add("check says " + damage));
    }

    private void compare() {
        for (Map.Entry<Long, String> owed : acknowledged.entrySet()) {
            String got = taken.get(owed.getKey());
            if (!owed.getValue().equals(got)) {
                violations.add("owed " + owed + ", headquarters has " + got);
            }
        }
        if (new HashSet<>(taken.values()).size() < taken.size()) {
            violations.add("taken twice: " + taken);
        }
    }

    private void append(int id, int bytes) throws IOException {
        switch (journal().append(Drafts.draft(id, bytes))) {
            case Receipt receipt -> {
                String before = acknowledged.put(receipt.seq(), "#" + id);
                if (before != null || taken.containsKey(receipt.seq())) {
                    violations.add("number " + receipt.seq() + " was used before");
                }
            }
            case Refused(Refused.Reason reason, String why) -> {
                if (reason == Refused.Reason.FAILED) {
                    // the terminal comes again, but under another id: this one may be kept
                    stop();
                }
            }
        }
    }

    /// Headquarters takes what follows what it has; then the cursor moves; then segments are free.
    private void relay() throws IOException {
        Journal from = journal();
        try (JournalReader reader = from.reader(through() + 1)) {
            for (Optional<JournalReader.Piece> piece = reader.read(READ_BYTES);
                    piece.isPresent();
                    piece = reader.read(READ_BYTES)) {
                take(piece.get());
            }
        }
        place().move(new Position(through() + 1, 0));
        from.release(through());
    }

    private void take(JournalReader.Piece piece) {
        switch (piece) {
            case JournalReader.Piece.Entries(List<Entry> entries) -> {
                for (Entry entry : entries) {
                    if (entry.seq() != through() + 1) {
                        violations.add("read " + entry.seq() + " after " + through());
                    }
                    taken.put(entry.seq(), Drafts.name(entry.payload()));
                }
            }
            case JournalReader.Piece.Gap gap -> {
                violations.add("" + gap);
                taken.put(gap.lastSeq(), "" + gap);
            }
        }
    }

    private long through() {
        return taken.isEmpty() ? 0 : taken.lastKey();
    }

    private Journal journal() throws IOException {
        Journal open = journal;
        if (open == null) {
            open = Journal.open(disk, settings, new Inline());
            journal = open;
            opened(open);
        }
        return open;
    }

    private void opened(Journal open) throws IOException {
        long promised = acknowledged.isEmpty() ? 0 : acknowledged.lastKey();
        if (open.lastSeq() < Math.max(promised, through())) {
            violations.add(
                    "ends at %d, promised %d, taken %d"
                            .formatted(open.lastSeq(), promised, through()));
        }
        boolean all =
                open.notices().stream().noneMatch(notice -> notice.contains("cannot be read"));
        if (all && open.firstSeq() > place().position().seq()) {
            violations.add(
                    "begins at %d, cursor at %s".formatted(open.firstSeq(), place().position()));
        }
        open.release(place().position().seq() - 1);
    }

    private Cursor place() throws IOException {
        Cursor open = cursor;
        if (open == null) {
            open = Cursor.open(disk, "headquarters");
            cursor = open;
        }
        return open;
    }

    private void stop() {
        List<AutoCloseable> open = new ArrayList<>();
        Optional.ofNullable(journal).ifPresent(open::add);
        Optional.ofNullable(cursor).ifPresent(open::add);
        journal = null;
        cursor = null;
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError("closing never fails on this disk", e);
            }
        }
        if (disk.isOff()) {
            disk.powerOn();
        }
    }
}
