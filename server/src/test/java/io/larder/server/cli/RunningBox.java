package io.larder.server.cli;

import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.service.ServiceManager;
import io.larder.server.site.Site;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Entry;
import io.larder.storage.JournalReader;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A whole box in this process, on loopback, in a small folder. Lets everybody in unless told
/// otherwise; its site is in China. Orders nothing by itself: what stands in its journal must not
/// depend on the time of day.
final class RunningBox implements AutoCloseable {
    /// More than any test writes.
    private static final int MOST_ROWS = 1_000_000;

    private static final long PATIENCE_MILLIS = 30_000;

    /// A record as the ledger has it, without its place and the moment it came.
    record Kept(
            String kind,
            String verdict,
            String terminal,
            String table,
            String key,
            int epoch,
            String fields,
            Bytes raw,
            long repeats) {
        /// Everything but terminal, kind and raw bytes.
        String brief() {
            return table
                    + " "
                    + key.replace('\t', ' ')
                    + " "
                    + verdict
                    + (epoch == 0 ? "" : " epoch " + epoch)
                    + (repeats == 0 ? "" : " again " + repeats)
                    + " "
                    + fields;
        }
    }

    /// A line in quarantine, without its place and the moment it came.
    record Odd(
            String terminal, String family, String table, String reason, Bytes raw, long repeats) {}

    private final Path data;
    private final ServiceManager manager;
    private final List<String> sets;
    private @Nullable Box box;
    private int port;

    private RunningBox(Path data, ServiceManager manager, List<String> sets) {
        this.data = data;
        this.manager = manager;
        this.sets = sets;
    }

    /// Opens a box in `data`; `sets` are `key=value` as on the command line.
    static RunningBox in(Path data, String... sets) {
        return in(data, ServiceManager.nobody(), sets);
    }

    /// The same; `manager` is told how it does.
    static RunningBox in(Path data, ServiceManager manager, String... sets) {
        RunningBox running = new RunningBox(data, manager, List.of(sets));
        running.start();
        return running;
    }

    /// The same with a console, by which commands find it.
    static RunningBox withConsole(Path data, String... sets) {
        return in(
                data,
                Stream.concat(Stream.of("console.port=" + FreePorts.next()), Stream.of(sets))
                        .toArray(String[]::new));
    }

    void start() {
        port = FreePorts.next();
        List<String> all =
                Stream.concat(
                                Stream.of(
                                        "terminal.host=127.0.0.1",
                                        "terminal.port=" + port,
                                        "terminal.maxBodyBytes=131072",
                                        "console.port=0",
                                        "journal.segments=8",
                                        "journal.segmentBytes=262144",
                                        "admission.policy=open",
                                        "clock.trust=assumed",
                                        "site.zone=+08:00",
                                        "attendance.reconcileAt="),
                                sets.stream())
                        .toList();
        try {
            box = Box.open(data, Settings.read(null, Map.of(), all), manager);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        Box running = box;
        box = null;
        try {
            if (running != null) {
                running.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restart() {
        stop();
        start();
    }

    RunningBox change(String key, String value) {
        stop();
        List<String> changed = new ArrayList<>(sets);
        changed.add(key + "=" + value);
        RunningBox other = new RunningBox(data, manager, changed);
        other.start();
        return other;
    }

    Path data() {
        return data;
    }

    InetSocketAddress door() {
        return InetSocketAddress.createUnresolved("127.0.0.1", port);
    }

    RawTerminal terminal() {
        return new RawTerminal(port);
    }

    private Box box() {
        return Optional.ofNullable(box).orElseThrow();
    }

    String readyLine() {
        return box().readyLine();
    }

    /// Waits until everything taken so far is in the ledger.
    RunningBox awaitApplied() {
        try {
            if (!box().projector().await(store().journal().lastSeq(), PATIENCE_MILLIS)) {
                throw new AssertionError("the ledger does not keep up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return this;
    }

    /// Waits, entry by entry, until the ledger is as `wanted`.
    void until(Predicate<LedgerReader> wanted) {
        try {
            // What is applied before the question: what comes after it is waited for.
            long seen = box().projector().applied();
            while (!ask(wanted::test)) {
                if (!box().projector().await(seen + 1, PATIENCE_MILLIS)) {
                    throw new AssertionError("it did not come to that");
                }
                seen = box().projector().applied();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    io.larder.server.command.Commands commands() {
        return box().commands();
    }

    /// Tells the box of damage that a question met.
    void reportDamage(LedgerException found) {
        box().projector().reportDamage(found);
    }

    /// Asks the ledger once it is up to date.
    <T> T ask(Function<LedgerReader, T> question) {
        awaitApplied();
        try (LedgerReader reader = box().store().ledger().reader()) {
            return question.apply(reader);
        }
    }

    /// All records of `kind` in order.
    static List<LedgerRow> rows(LedgerReader ledger, String kind) {
        return ledger.page(kind, Position.START, ledger.applied(), MOST_ROWS);
    }

    /// All records of `kind` in order.
    List<Kept> records(Kind kind) {
        return ask(ledger -> {
            List<Kept> kept = new ArrayList<>();
            rows(ledger, kind.word()).forEach(row -> kept.add(kept(row)));
            return kept;
        });
    }

    /// All records of all kinds in order.
    List<Kept> records() {
        return Stream.of(Kind.values()).flatMap(kind -> records(kind).stream()).toList();
    }

    private static Kept kept(LedgerRow row) {
        return new Kept(
                row.kind(),
                row.verdict(),
                row.subject(),
                row.source(),
                row.key(),
                row.epoch(),
                row.fields(),
                row.raw().map(Bytes::wrap).orElse(Bytes.EMPTY),
                row.repeats());
    }

    /// The `fields` of all records of `kind` in order.
    List<String> fields(Kind kind) {
        return records(kind).stream().map(Kept::fields).toList();
    }

    /// All records of `kind` in order, in short.
    List<String> brief(Kind kind) {
        return records(kind).stream().map(Kept::brief).toList();
    }

    List<Odd> quarantine() {
        return ask(ledger ->
                ledger.quarantine().lines(true, 1_000).stream().map(RunningBox::odd).toList());
    }

    private static Odd odd(QuarantineRow row) {
        return new Odd(
                row.subject(),
                row.family(),
                row.source(),
                row.reason(),
                Bytes.wrap(row.raw()),
                row.repeats());
    }

    Map<String, String> facts(String subject) {
        return ask(ledger -> new TreeMap<>(ledger.facts().of(subject)));
    }

    /// The facts of `subject` whose names begin with `prefix`, without it.
    Map<String, String> facts(String subject, String prefix) {
        Map<String, String> some = new TreeMap<>();
        facts(subject)
                .forEach((name, value) -> {
                    if (name.startsWith(prefix)) {
                        some.put(name.substring(prefix.length()), value);
                    }
                });
        return some;
    }

    /// Everything a restart or a rebuild must not change.
    String everything() {
        return ask(ledger -> {
            StringBuilder all = new StringBuilder();
            Stream.of(Kind.values())
                    .forEach(kind ->
                            rows(ledger, kind.word())
                                    .forEach(row -> all.append(whole(row)).append('\n')));
            ledger.quarantine()
                    .lines(true, 10_000)
                    .forEach(row ->
                            all.append(row.position()).append(' ').append(odd(row)).append('\n'));
            ledger.facts()
                    .subjects("admitted")
                    .forEach(subject -> all.append(subject).append(ledger.facts().of(subject)));
            return all.toString();
        });
    }

    private static String whole(LedgerRow row) {
        return row.position()
                + " "
                + kept(row)
                + " "
                + Arrays.hashCode(row.digest())
                + " "
                + row.receivedMillis();
    }

    /// Every entry of the journal that can be read.
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        try (JournalReader reader =
                box().store().journal().reader(box().store().journal().firstSeq())) {
            for (var piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                if (piece.get() instanceof JournalReader.Piece.Entries(var some)) {
                    entries.addAll(some);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    /// When and how `serial` was heard last.
    Terminals.Heard heard(String serial) {
        return box().terminals().heard(new Serial(serial)).orElseThrow();
    }

    Site site() {
        return box().site();
    }

    Store store() {
        return box().store();
    }

    @Override
    public void close() {
        stop();
    }

    static String utf8(Bytes bytes) {
        return bytes.text(StandardCharsets.UTF_8);
    }
}
