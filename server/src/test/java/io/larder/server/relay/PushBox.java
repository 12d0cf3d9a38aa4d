package io.larder.server.relay;

import io.larder.server.record.Bytes;
import io.larder.server.relay.push.PushLimits;
import io.larder.server.relay.push.PushServer;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.PushUpstream;
import io.larder.storage.EntryKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A whole box whose upstream is a server of the terminals' own protocol. What its terminals
/// uploaded is remembered as the server must have it.
final class PushBox implements AutoCloseable {
    static final String CANTEEN = "C1";
    static final String CLOCK = "A1";

    /// Hasty, so that tests need not wait; waits that a server wishes for are cut to 50 ms.
    static final PushLimits QUICK =
            new PushLimits(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(1),
                    Duration.ofMillis(50),
                    Duration.ofMillis(20),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(10));

    final WholeBox whole;
    final PushUpstream upstream;

    /// Goes on over restarts.
    private final AtomicInteger sold;

    PushBox(Path folder, int port) throws IOException {
        this(folder, port, QUICK, settings -> settings);
    }

    /// The same box, started again; what is under way is cut.
    PushBox startedAgain(Path folder, int port) throws IOException {
        close();
        PushBox again = new PushBox(folder, port);
        again.sold.set(sold.get());
        return again;
    }

    PushBox(Path folder, int port, PushLimits limits, UnaryOperator<PushSettings> change)
            throws IOException {
        whole = new WholeBox(folder).caughtUp();
        PushServer server = new PushServer("127.0.0.1", port, Optional.empty());
        upstream =
                PushUpstream.open(
                        "push",
                        whole.box(),
                        change.apply(PushSettings.all(server)),
                        limits,
                        folder.resolve("push-places.json"));
        sold = new AtomicInteger();
    }

    PushBox withTerminals() {
        whole.withSilentTerminal(CANTEEN);
        whole.withAttendance(CLOCK, "2.2.14");
        return this;
    }

    PushBox delivering() throws IOException {
        whole.under(upstream);
        return this;
    }

    PushBox ordering() {
        whole.asking(upstream.orders(), Optional.empty(), Duration.ofMillis(10));
        return this;
    }

    /// An upload of purchases; returns the rows as the server keeps them.
    List<String> sells(String serial, int rows) {
        StringBuilder body = new StringBuilder();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int number = sold.incrementAndGet();
            String row =
                    "1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t2018-11-02\t" + number + "\t1";
            body.append(row).append('\n');
            kept.add("BUYLOG " + row);
        }
        whole.upload(
                serial,
                "/iclock/cpos?SN="
                        + serial
                        + "&table=BUYLOG&Stamp=2018-11-02T10:16:58+08:00&StampId="
                        + sold.get(),
                Bytes.utf8(body.toString()));
        return kept;
    }

    /// An upload of one punch; returns the row as the server keeps it.
    String punches(String serial, int pin) {
        String row = pin + "\t2026-03-01 08:00:00\t0\t1";
        whole.upload(
                serial,
                "/iclock/cdata?SN=" + serial + "&table=ATTLOG&Stamp=9999",
                Bytes.utf8(row + "\n"));
        return "ATTLOG " + row;
    }

    /// Waits until the relay has nothing left and nobody is set aside.
    void drained() throws InterruptedException {
        othersDrained();
        until(Map::isEmpty);
        whole.drained();
    }

    /// Waits until whoever is not set aside has nothing left.
    void othersDrained() throws InterruptedException {
        long last = whole.box().store().journal().lastSeq();
        if (!whole.relay()
                .await(
                        state -> state.connected() && state.next().seq() > last,
                        WholeBox.PATIENCE)) {
            throw new AssertionError("not drained: " + whole.relay().state());
        }
    }

    /// Waits until those who are set aside are as `wanted`.
    void until(Predicate<Map<String, String>> wanted) throws InterruptedException {
        if (!upstream.awaitAside(wanted, WholeBox.PATIENCE)) {
            throw new AssertionError("set aside are " + upstream.aside());
        }
    }

    long deadLetters() throws IOException {
        long count = 0;
        for (long seq = 1; seq <= whole.box().store().journal().lastSeq(); seq++) {
            count +=
                    whole.box().store().journal().entry(seq).stream()
                            .filter(entry -> entry.kind() == EntryKind.DEAD_LETTER)
                            .count();
        }
        return count;
    }

    @Override
    public void close() {
        whole.close();
        upstream.close();
    }
}
