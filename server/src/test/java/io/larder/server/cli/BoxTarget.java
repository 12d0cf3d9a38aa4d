package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Capture;
import io.larder.server.exchange.Meaning;
import io.larder.server.fuzz.Alarms;
import io.larder.server.fuzz.FuzzTarget;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.RecordKey;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.storage.Entry;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A box: whatever request comes is answered, the body of an upload that is taken is in the
/// journal, and every row of it is in the ledger or in quarantine.
public final class BoxTarget implements FuzzTarget {
    private static final int PAGE = 1_000;

    private final Alarms alarms = new Alarms();
    private final AssembledBox box;

    /// Lines in quarantine of entries before `unseen`.
    private final Set<Bytes> quarantined = new HashSet<>();

    private long unseen = 1;

    /// A box in an empty folder.
    public BoxTarget(Path folder) {
        box = AssembledBox.in(folder).open();
    }

    @Override
    public void hold(byte[] input) throws IOException {
        Wire.Request wire = Capture.tolerant(Bytes.wrap(input));
        Optional<Terminal> terminal = Sender.serial(wire).flatMap(box.terminals::find);
        switch (box.handle(wire)) {
            case Answer.Stored stored -> kept(stored, wire, terminal);
            case Answer.File file -> file.content().close();
            case Answer.Refused(int status, String why, int _) -> {
                assertThat(status).isBetween(400, 599).isNotEqualTo(500);
                assertThat(why).isNotEmpty().doesNotStartWith("OK");
            }
            case Answer other -> assertThat(other).isNotNull();
        }
        box.ask(_ -> true);
        alarms.none("nothing");
    }

    private void kept(Answer.Stored stored, Wire.Request wire, Optional<Terminal> before)
            throws IOException {
        long seq = stored.receipt().seq();
        Entry entry = box.store.journal().entry(seq).orElseThrow();
        Upload upload = Upload.read(entry.payload());
        if (!wire.body().isEmpty()) {
            // Else a reply in the query is kept as its body.
            assertThat(upload.body()).isEqualTo(wire.body());
        }
        Map<String, String> facts = before.map(Terminal::facts).orElse(Map.of());
        Reading reading =
                Meaning.read(
                        upload, before.map(Terminal::family).orElse(null), Facts.learned(facts));
        box.ask(ledger -> {
            see(ledger, seq);
            reading.rows().forEach(row -> has(ledger, new Serial(entry.serial()), row));
            return true;
        });
    }

    private void see(LedgerReader ledger, long seq) {
        List<QuarantineRow> page;
        Position from = new Position(unseen, 0);
        do {
            page = ledger.quarantine().page(from, true, PAGE);
            for (QuarantineRow each : page) {
                quarantined.add(Bytes.wrap(each.raw()));
                from = new Position(each.position().seq(), each.position().row() + 1);
            }
        } while (!page.isEmpty());
        unseen = seq + 1;
    }

    private void has(LedgerReader ledger, Serial terminal, Row row) {
        switch (row) {
            case Row.Odd(Bytes line, String _) -> assertThat(quarantined).contains(line);
            case Row.Read(var record) -> {
                RecordKey key = record.key();
                assertThat(ledger.records(terminal.text(), key.table(), key.key()))
                        .as("%s of terminal %s", key, terminal)
                        .isNotEmpty();
            }
        }
    }

    @Override
    public void close() {
        alarms.close();
        box.close();
    }
}
