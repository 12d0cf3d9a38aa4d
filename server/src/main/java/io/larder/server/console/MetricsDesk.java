package io.larder.server.console;

import io.larder.server.door.DoorCounts;
import io.larder.server.json.Steering;
import io.larder.server.projector.Projector;
import io.larder.server.record.Kind;
import io.larder.server.relay.RelayState;
import io.larder.server.relay.Relays;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.Liveness;
import io.larder.server.watch.Standing;
import io.larder.server.watch.TerminalCount;
import io.larder.storage.Journal;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.RingState;
import io.larder.storage.Store;
import io.larder.storage.disk.DiskMeter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What a Prometheus server reads: all numbers by which a box can be watched. They name no person,
/// no terminal and no secret.
public final class MetricsDesk {
    /// How many gaps the ledger has. Counting goes over all records, so each is looked at once.
    private static final class Gaps {
        private static final int PAGE = 1_000;

        private Position from = Position.START;
        private long count;

        synchronized long in(LedgerReader ledger) {
            long applied = ledger.applied();
            if (from.seq() > applied + 1) {
                // The ledger began anew.
                from = Position.START;
                count = 0;
            }
            List<LedgerRow> page = ledger.page(Kind.GAP.word(), from, applied, PAGE);
            while (!page.isEmpty()) {
                count += page.size();
                Position last = page.getLast().position();
                from = new Position(last.seq(), last.row() + 1);
                page = ledger.page(Kind.GAP.word(), from, applied, PAGE);
            }
            from = new Position(applied + 1, 0);
            return count;
        }
    }

    /// What the box is made of.
    public record Box(
            Store store,
            Projector projector,
            Terminals terminals,
            Relays relays,
            BoxClock clock,
            Standing standing) {}

    /// What the program knows of itself: what is done to the journal's files, which parts live,
    /// what the door has done, how many uploads were kept, its memory and its version; and what was
    /// last done to the data folder, by its name.
    public record Program(
            DiskMeter meter,
            Liveness liveness,
            Supplier<DoorCounts> door,
            LongSupplier uploads,
            Supplier<OptionalLong> residentBytes,
            Supplier<Map<String, Run>> runs,
            String version) {}

    /// When a check or a backup of the data folder ended, and whether it was well.
    public record Run(Instant at, boolean well) {}

    /// What cannot be read now, because the ledger is built again or the medium fails, is left out:
    /// a value that is not there is better than a wrong one.
    private static final OptionalLong UNKNOWN = OptionalLong.empty();

    private final Box box;
    private final Program program;
    private final long startedMillis;
    private final Gaps gaps = new Gaps();

    public MetricsDesk(Box box, Program program) {
        this.box = box;
        this.program = program;
        this.startedMillis = box.clock().monotonicMillis();
    }

    String text() {
        Exposition out = new Exposition();
        program(out);
        journal(out);
        ledger(out);
        door(out);
        terminals(out);
        upstreams(out);
        runs(out);
        return out.toString();
    }

    private void program(Exposition out) {
        out.gauge("larder_build_info", "1; the label says which version of the program runs.")
                .value("version", program.version(), 1);
        out.gauge("larder_java_info", "1; the label says which Java it runs on.")
                .value("version", Runtime.version().toString(), 1);
        out.gauge("larder_uptime_seconds", "Time since the start.")
                .value((box.clock().monotonicMillis() - startedMillis) / 1e3);
        out.gauge("larder_ready", "1 when an upload would be accepted.")
                .value(box.standing().refuses().isEmpty());
        out.gauge("larder_part_alive", "1 when the part of the box lived when last looked at.");
        program.liveness().parts().forEach((part, lives) -> out.value("part", part, lives ? 1 : 0));
        out.gauge("larder_clock_trusted", "1 when the box believes its clock.")
                .value(box.clock().trusted());
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        out.gauge("larder_heap_used_bytes", "Memory in use within the heap.")
                .value(memory.getHeapMemoryUsage().getUsed());
        out.gauge("larder_heap_limit_bytes", "The largest size of the heap.")
                .value(memory.getHeapMemoryUsage().getMax());
        out.gauge("larder_threads", "Threads of the machine that the program has.")
                .value(ManagementFactory.getThreadMXBean().getThreadCount());
        OptionalLong resident = program.residentBytes().get();
        if (resident.isPresent()) {
            out.gauge("process_resident_memory_bytes", "Resident memory of the process.")
                    .value(resident.getAsLong());
        }
    }

    private void runs(Exposition out) {
        Map<String, Run> runs = program.runs().get();
        out.gauge("larder_last_run_timestamp_seconds", "When the last check or backup ended.");
        runs.forEach((name, run) -> out.value("run", name, run.at().getEpochSecond()));
        out.gauge("larder_last_run_well", "1 when the last check or backup found nothing wrong.");
        runs.forEach((name, run) -> out.value("run", name, run.well() ? 1 : 0));
    }

    private void journal(Exposition out) {
        Journal journal = box.store().journal();
        DiskMeter.Flushes flushes = program.meter().flushes();
        RingState ring = journal.ring();
        out.counter("larder_journal_entries_total", "Entries since the store was made.")
                .value(journal.lastSeq());
        out.counter(
                        "larder_journal_written_bytes_total",
                        "Bytes written to the files of the journal since the start.")
                .value(program.meter().writtenBytes());
        out.histogram(
                "larder_journal_flush_seconds",
                "How long the medium took to flush what was written to the journal.",
                flushes.withinMillis(),
                flushes.count(),
                flushes.nanos());
        out.gauge(
                        "larder_journal_used_ratio",
                        "Share of the journal that holds entries which are still needed, 0 to 1.")
                .value(journal.used());
        out.gauge("larder_journal_segments", "Segments by what they are good for.")
                .value("state", "held", ring.held())
                .value("state", "recyclable", ring.recyclable())
                .value("state", "ready", ring.ready());
        out.gauge("larder_journal_segments_wanted", "Segments that there are to be.")
                .value(ring.wanted());
        out.gauge("larder_journal_failed", "1 when the journal takes nothing more until a restart.")
                .value(journal.failure().isPresent());
        out.gauge("larder_journal_unsigned", "1 when what is written cannot be signed at present.")
                .value(journal.unsigned().isPresent());
    }

    private void ledger(Exposition out) {
        long behind = box.store().journal().lastSeq() - box.projector().applied();
        out.gauge("larder_ledger_lag_entries", "Entries of the journal not yet in the ledger.")
                .value(Math.max(0, behind));
        out.gauge("larder_ledger_troubled", "1 when something keeps the ledger from going on.")
                .value(box.projector().trouble().isPresent());
        long quarantined;
        long lost;
        try (LedgerReader ledger = box.store().ledger().reader()) {
            quarantined = ledger.quarantine().waiting();
            lost = gaps.in(ledger);
        } catch (LedgerException e) {
            // As UNKNOWN.
            return;
        }
        out.gauge("larder_quarantine_lines", "Lines that are kept and not understood.")
                .value(quarantined);
        out.gauge("larder_journal_gaps", "Stretches of entries that were lost or cannot be read.")
                .value(lost);
    }

    private void door(Exposition out) {
        DoorCounts counts = program.door().get();
        out.gauge("larder_door_connections", "Connections of terminals that are open.")
                .value(counts.connections());
        out.counter("larder_door_requests_total", "Requests and messages taken in.")
                .value(counts.requests());
        out.counter("larder_door_refused_total", "Requests and connections refused.")
                .value(counts.refused());
        out.counter("larder_door_cut_total", "Connections cut in the middle of something.")
                .value(counts.cut());
        out.counter("larder_uploads_kept_total", "Uploads that are on the medium: answered OK.")
                .value(program.uploads().getAsLong());
    }

    private void terminals(Exposition out) {
        TerminalCount count = TerminalCount.of(box.terminals(), box.clock().now());
        out.gauge("larder_terminals", "Terminals that were let in.");
        count.byFamily().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> out.value("family", each.getKey(), each.getValue()));
        out.gauge(
                        "larder_terminals_silent",
                        "Terminals not heard for ten minutes, or not at all since the start.")
                .value(count.silent());
        out.gauge("larder_record_gaps", "Tables of terminals that have records which are not here.")
                .value(count.gapped());
    }

    private void upstreams(Exposition out) {
        List<RelayState> states = box.relays().states();
        out.gauge("larder_upstream_up", "1 when the last exchange with the upstream succeeded.");
        each(out, states, state -> state.connected() ? 1 : 0);
        out.gauge("larder_upstream_held", "1 when nothing may be sent: paused, or a metered line.");
        each(out, states, state -> state.held().isPresent() ? 1 : 0);
        out.gauge("larder_upstream_backlog_entries", "Journal entries it has not taken yet.");
        each(out, states, RelayState::backlog);
        out.gauge("larder_upstream_lag_seconds", "Age of the oldest entry it has not taken yet.");
        long nowMillis = box.clock().now().toEpochMilli();
        for (RelayState state : states) {
            lagSeconds(state.name(), nowMillis)
                    .ifPresent(lag -> out.value("upstream", state.name(), lag));
        }
        out.gauge(
                "larder_upstream_last_contact_seconds",
                "Time since it last answered as it should; not there when it never did since the"
                        + " start.");
        long monotonic = box.clock().monotonicMillis();
        for (RelayState state : states) {
            box.relays()
                    .contactMillis(state.name())
                    .ifPresent(at -> out.value("upstream", state.name(), (monotonic - at) / 1e3));
        }
        out.counter("larder_upstream_records_total", "Records taken since the start.");
        each(out, states, RelayState::sent);
        out.counter("larder_upstream_bytes_total", "Bytes put on the line since the start.");
        each(out, states, RelayState::carried);
        out.gauge("larder_upstream_dead_letters", "Records it refused for good.");
        for (RelayState state : states) {
            dead(state.name()).ifPresent(many -> out.value("upstream", state.name(), many));
        }
    }

    private OptionalLong lagSeconds(String upstream, long nowMillis) {
        try {
            return OptionalLong.of(
                    box.relays()
                            .oldestMillis(upstream)
                            .map(oldest -> Math.max(0, nowMillis - oldest) / 1000)
                            .orElse(0L));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static void each(
            Exposition out, List<RelayState> states, ToLongFunction<RelayState> value) {
        states.forEach(state -> out.value("upstream", state.name(), value.applyAsLong(state)));
    }

    private OptionalLong dead(String upstream) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            return OptionalLong.of(
                    Steering.deadLetters(ledger.facts().of(Steering.SUBJECT + upstream)).size());
        } catch (LedgerException e) {
            return UNKNOWN;
        }
    }
}
