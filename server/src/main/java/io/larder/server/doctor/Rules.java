package io.larder.server.doctor;

import static io.larder.server.doctor.Finding.*;

import io.larder.server.doctor.Checkup.Line;
import io.larder.server.doctor.Checkup.Live;
import io.larder.server.doctor.Checkup.Medium;
import io.larder.server.doctor.Checkup.Start;
import io.larder.server.doctor.Checkup.Store;
import io.larder.server.doctor.Checkup.Terminal;
import io.larder.server.doctor.Said.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// From what was seen to what is wrong.
public final class Rules {
    /// The box refuses what can wait from 90 % on; a person needs some days.
    private static final double FILLING = 0.8;

    /// Less than what the ledger may write at once.
    private static final long FULL_BYTES = 64 << 20;

    private static final int LOW_SHARE = 10;
    private static final long LOW_BYTES = 1L << 30;
    private static final int INODES_LEFT = 100;

    /// A card in good health flushes in 5 to 50 ms.
    private static final long SLOW_MILLIS = 250;

    private static final int WORN_PERCENT = 90;

    /// Cheap cards bear 300 to 1,000 writes of every cell.
    private static final long MUCH_WRITTEN = 500;

    private static final long MEMORY_BYTES = 48 << 20;

    /// Terminals poll every minute; a canteen sleeps at night and on Sundays.
    private static final Duration SILENT = Duration.ofHours(36);

    private static final Duration BEHIND = Duration.ofHours(1);
    private static final long LEDGER_ENTRIES = 10_000;

    /// A new box has as long for its first one.
    private static final Duration BACKUP = Duration.ofDays(3);

    private static final int MOST_NAMED = 8;

    private final Checkup seen;
    private final List<Said> said = new ArrayList<>();

    private Rules(Checkup seen) {
        this.seen = seen;
    }

    /// What is wrong, the most serious first; empty when nothing is.
    public static List<Said> of(Checkup seen) {
        Rules rules = new Rules(seen);
        rules.start(seen.start());
        rules.medium(seen.medium());
        rules.memory(seen.memory());
        seen.live().ifPresent(rules::live);
        seen.store().ifPresent(rules::store);
        rules.runs();
        rules.said.sort(Comparator.comparing(Said::finding));
        return List.copyOf(rules.said);
    }

    private void add(Finding finding, Object... namesAndValues) {
        said.add(Said.of(finding, seen.data(), namesAndValues));
    }

    private void start(Start start) {
        start.rights().ifPresent(why -> add(DATA_RIGHTS, "why", why));
        if (start.missing()) {
            add(DATA_MISSING);
        } else if (!start.running() && start.rights().isEmpty()) {
            add(BOX_STOPPED);
        }
        start.config().ifPresent(why -> add(CONFIG_WRONG, "why", why));
        start.unreadable().ifPresent(why -> add(STORE_UNREADABLE, "why", why));
        start.key().ifPresent(why -> add(KEY_NOT_HERE, "why", why));
        start.port().ifPresent(port -> add(PORT_TAKEN, "port", port));
        start.silent().ifPresent(why -> add(start.deaf() ? BOX_DEAF : NO_CONSOLE, "why", why));
    }

    private void medium(Medium medium) {
        Size left = new Size(medium.usable());
        Size total = new Size(medium.total());
        boolean full = medium.usable() < FULL_BYTES;
        if (medium.readOnly()) {
            add(DISK_READONLY);
        } else if (full) {
            add(DISK_FULL, "left", left, "total", total);
        } else {
            medium.failure().ifPresent(why -> add(DISK_FAILS, "why", why));
        }
        if (!full && medium.usable() < Math.min(LOW_BYTES, medium.total() / LOW_SHARE)) {
            add(DISK_LOW, "left", left, "total", total);
        }
        if (medium.inodes().orElse(0) > 0
                && medium.freeInodes().orElse(INODES_LEFT) < INODES_LEFT) {
            add(DISK_INODES, "left", medium.freeInodes().orElse(0));
        }
        if (medium.endOfLife() || medium.wornPercent().orElse(0) >= WORN_PERCENT) {
            add(DISK_WORN, "percent", medium.wornPercent().orElse(100));
        }
        medium.flushMillis()
                .ifPresent(millis -> {
                    if (millis > SLOW_MILLIS) {
                        add(DISK_SLOW, "millis", millis);
                    }
                });
        long written = medium.writtenBytes().orElse(0);
        if (medium.total() > 0 && written / medium.total() >= MUCH_WRITTEN) {
            add(DISK_MUCH_WRITTEN, "written", new Size(written), "times", written / medium.total());
        }
    }

    private void memory(Checkup.Memory memory) {
        if (memory.total() > 0 && memory.available() < MEMORY_BYTES) {
            add(
                    MEMORY_LOW,
                    "left",
                    new Size(memory.available()),
                    "total",
                    new Size(memory.total()));
        }
    }

    private void live(Live live) {
        live.journalFailure().ifPresent(why -> add(JOURNAL_FAILED, "why", why));
        live.ledgerTrouble().ifPresent(why -> add(LEDGER_TROUBLE, "why", why));
        live.clockWhy().ifPresent(why -> add(CLOCK_UNTRUSTED, "why", why));
        if (live.ringUsed() >= 1) {
            add(RING_FULL);
        } else if (live.ringUsed() >= FILLING) {
            add(
                    RING_FILLING,
                    "percent",
                    Math.round(live.ringUsed() * 100),
                    "lasts",
                    live.ringLasts());
        }
        live.lines().forEach(line -> line(line, live));
        live.terminals().forEach(this::terminal);
        silent(live.terminals());
        if (!live.turnedAway().isEmpty()) {
            add(
                    TERMINAL_TURNED_AWAY,
                    "count",
                    (long) live.turnedAway().size(),
                    "terminals",
                    named(live.turnedAway()));
        }
    }

    private void line(Line line, Live live) {
        switch (line.state()) {
            case DOWN ->
                    add(
                            LINE_DOWN,
                            "name",
                            line.name(),
                            "since",
                            line.since(),
                            "why",
                            line.why(),
                            "backlog",
                            line.backlog(),
                            "lasts",
                            live.ringLasts());
            case HELD ->
                    add(
                            LINE_HELD,
                            "name",
                            line.name(),
                            "why",
                            line.why(),
                            "backlog",
                            line.backlog());
            case LEFT -> add(LINE_LEFT, "name", line.name(), "backlog", line.backlog());
            case UP ->
                    line.oldest()
                            .map(this::age)
                            .filter(age -> age.compareTo(BEHIND) > 0)
                            .ifPresent(age ->
                                    add(
                                            LINE_BEHIND,
                                            "name",
                                            line.name(),
                                            "backlog",
                                            line.backlog(),
                                            "age",
                                            age));
        }
        line.alarms().forEach(alarm -> add(LINE_ALARM, "name", line.name(), "why", alarm));
    }

    private Duration age(Instant then) {
        return Duration.between(then, seen.now());
    }

    private void terminal(Terminal terminal) {
        terminal.ahead()
                .ifPresent(ahead ->
                        add(
                                TERMINAL_CLOCK,
                                "terminal",
                                terminal.serial(),
                                "off",
                                ahead.abs(),
                                "sign",
                                new Said.Word(
                                        ahead.isNegative() ? "clock.behind" : "clock.ahead")));
    }

    private void silent(List<Terminal> terminals) {
        for (Terminal each : terminals) {
            Optional<Duration> age = each.heard().map(this::age);
            if (age.isPresent() && age.get().compareTo(SILENT) > 0) {
                add(
                        TERMINAL_SILENT,
                        "terminal",
                        each.serial(),
                        "since",
                        each.heard().orElseThrow(),
                        "age",
                        age.get());
            }
        }
    }

    private void store(Store store) {
        if (!store.damages().isEmpty()) {
            add(
                    JOURNAL_DAMAGED,
                    "count",
                    (long) store.damages().size(),
                    "first",
                    store.damages().getFirst());
        }
        if (store.gaps() > 0) {
            add(ENTRIES_LOST, "count", store.gaps(), "first", store.firstGap());
        }
        if (store.behind() > LEDGER_ENTRIES) {
            add(LEDGER_BEHIND, "entries", store.behind());
        }
        store.missing()
                .forEach(each ->
                        add(
                                NUMBERS_MISSING,
                                "terminal",
                                each.serial(),
                                "table",
                                each.table(),
                                "count",
                                each.count(),
                                "numbers",
                                each.numbers()));
        if (store.odd() > 0) {
            add(QUARANTINE, "count", store.odd(), "terminals", named(store.oddFrom()));
        }
        store.refused()
                .forEach(each -> add(LINE_REFUSED, "name", each.of(), "count", each.count()));
    }

    private static String named(List<String> names) {
        return String.join(", ", names.stream().limit(MOST_NAMED).toList())
                + (names.size() > MOST_NAMED ? ", …" : "");
    }

    private void runs() {
        boolean there = seen.start().rights().isEmpty() && !seen.start().missing();
        boolean young =
                seen.since()
                        .map(this::age)
                        .filter(age -> !age.isNegative() && age.compareTo(BACKUP) <= 0)
                        .isPresent();
        if (there && !young && seen.backup().isEmpty()) {
            add(BACKUP_NEVER);
        }
        seen.backup()
                .filter(last -> age(last.at()).compareTo(BACKUP) > 0)
                .ifPresent(last ->
                        add(
                                BACKUP_OLD,
                                "at",
                                last.at(),
                                "age",
                                age(last.at()),
                                "to",
                                last.words()));
        seen.check()
                .filter(last -> !last.well())
                .ifPresent(last -> add(CHECK_FAILED, "at", last.at(), "why", last.words()));
    }
}
