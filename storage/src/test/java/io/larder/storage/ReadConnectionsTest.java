package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers whose connections are used again.
class ReadConnectionsTest {
    @TempDir private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("ledger.db");
    }

    private static void commit(Ledger ledger, long seq) {
        try (LedgerBatch batch = ledger.begin()) {
            batch.commit(seq);
        }
    }

    @Test
    void aReaderSeesWhatWasCommittedSinceTheLastOneWasClosed() {
        try (Ledger ledger = Ledger.open(file)) {
            for (long seq = 1; seq <= 20; seq++) {
                commit(ledger, seq);
                assertThat(ledger.applied()).isEqualTo(seq);
            }
        }
    }

    @Test
    void theMomentThatOneReaderHeldIsNotTheNextOnes() {
        try (Ledger ledger = Ledger.open(file)) {
            commit(ledger, 1);
            try (LedgerReader held = ledger.reader().hold()) {
                commit(ledger, 2);
                assertThat(held.applied()).isEqualTo(1);
            }
            assertThat(ledger.applied()).isEqualTo(2);
        }
    }

    @Test
    void connectionsAreKeptUntilThereAreEnoughOfThem() throws SQLException {
        try (Ledger ledger = Ledger.open(file);
                ReadConnections connections = new ReadConnections(file)) {
            commit(ledger, 1);
            Connection first = connections.take();
            Connection second = connections.take();
            Connection third = connections.take();
            connections.giveBack(first);
            connections.giveBack(second);
            connections.giveBack(third);
            assertThat(third.isClosed()).isTrue();
            assertThat(connections.take()).isSameAs(second);
            assertThat(connections.take()).isSameAs(first);
            connections.giveBack(first);
            connections.giveBack(second);
        }
    }

    @Test
    void aClosedLedgerLeavesNoLogBesideItsFile() {
        try (Ledger ledger = Ledger.open(file)) {
            commit(ledger, 1);
            assertThat(ledger.applied()).isEqualTo(1);
        }
        assertThat(folder.resolve("ledger.db-wal")).doesNotExist();
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void aReaderMayOutliveTheLedger() throws SQLException {
        ReadConnections connections;
        Connection late;
        try (Ledger ledger = Ledger.open(file)) {
            commit(ledger, 1);
            connections = new ReadConnections(file);
            late = connections.take();
            connections.close();
        }
        connections.giveBack(late);
        assertThat(late.isClosed()).isTrue();
    }
}
