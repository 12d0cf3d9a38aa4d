package io.larder.storage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is secret lies on the medium closed, and is read as if it did not.
class VeilTest {
    private static final Veil OURS = new Reversing((byte) 1);
    private static final Veil ANOTHER = new Reversing((byte) 2);
    private static final JournalSettings SETTINGS =
            new JournalSettings(64 * 1024, 4, 1 << 20, true);
    private static final Draft.Stamp STAMP = new Draft.Stamp(1_000, 5, 7, true);
    private static final String TEMPLATE = "TVlGSU5HRVI=";
    private static final Position PLACE = new Position(3, 1);

    @TempDir private Path folder;

    @Test
    void aSecretEntryIsReadBackAsItWasAndIsNotOnTheMedium() throws IOException {
        try (Store store = store(OURS)) {
            append(store, TEMPLATE, true);
            append(store, "1\t2026-03-01 08:00:00", false);

            assertThat(read(store.journal().reader(1)))
                    .containsExactly("OPENED " + TEMPLATE, "NONE 1\t2026-03-01 08:00:00");
        }
        assertThat(holding(TEMPLATE)).isEmpty();
        assertThat(holding("1\t2026-03-01 08:00:00")).hasSize(1);
        assertThat(read(Store.look(folder, OURS).reader(1)))
                .first()
                .isEqualTo("OPENED " + TEMPLATE);
    }

    @Test
    void withoutTheKeyASecretEntryIsReadAsClosedAndTheOthersAreThere() throws IOException {
        try (Store store = store(OURS)) {
            append(store, TEMPLATE, true);
            append(store, "clear", false);
        }

        for (Veil other : List.of(ANOTHER, Veil.NONE)) {
            List<Entry> entries = entries(Store.look(folder, other).reader(1));
            assertThat(entries)
                    .extracting(Entry::closure)
                    .containsExactly(Entry.Closure.CLOSED, Entry.Closure.NONE);
            assertThat(new String(entries.getLast().payload(), UTF_8)).isEqualTo("clear");
        }
    }

    @Test
    void anUploadIsSecretUnlessSomebodySaysOtherwise() {
        assertThat(new Draft(EntryKind.UPLOAD, "T1", new byte[0], false, STAMP).secret()).isTrue();
        assertThat(new Draft(EntryKind.HELLO, "T1", new byte[0], false, STAMP).secret()).isFalse();
    }

    @Test
    void contentsAreClosedAndWhatAnotherKeyClosedIsNotThere() {
        try (Ledger ledger = Ledger.open(ledger(), OURS)) {
            keep(ledger, "aa");
            assertThat(content(OURS)).hasValue(TEMPLATE);
        }
        assertThat(holding(TEMPLATE)).isEmpty();
        assertThat(content(ANOTHER)).isEmpty();

        try (Ledger ledger = Ledger.open(ledger(), ANOTHER)) {
            keep(ledger, "aa");
            assertThat(content(ANOTHER)).as("what cannot be opened is replaced").hasValue(TEMPLATE);
            assertThat(ledger.contentBytes()).isEqualTo(5 + TEMPLATE.length());
        }
    }

    @Test
    void contentsOfBeforeAreStillThere() {
        try (Ledger ledger = Ledger.open(ledger())) {
            keep(ledger, "aa");
        }

        try (Ledger ledger = Ledger.open(ledger(), OURS)) {
            keep(ledger, "bb");
            assertThat(content(OURS)).hasValue(TEMPLATE);
        }
    }

    @Test
    void aSecretRecordKeepsNeitherLineNorFieldsInTheClear() {
        String fields = "{\"password\":\"918273\"}";
        try (Ledger ledger = Ledger.open(ledger(), OURS);
                LedgerBatch batch = ledger.begin()) {
            batch.insertSecret(record(fields));
            assertThat(batch.lastFields("T1", "USER", "7")).hasValue(fields);
            batch.commit(3);
        }

        assertThat(holding("918273")).isEmpty();
        assertThat(holding(TEMPLATE)).isEmpty();
        assertThat(shown(OURS)).isEqualTo(fields + " " + TEMPLATE);
        assertThat(shown(ANOTHER)).isEqualTo("{\"sealed\":true} nothing");
    }

    @Test
    void aSecretLineInQuarantineIsClosedAndCountedOnceThoughItComesAgain() {
        try (Ledger ledger = Ledger.open(ledger(), OURS);
                LedgerBatch batch = ledger.begin()) {
            assertThat(batch.quarantineSecret(odd(TEMPLATE))).isTrue();
            assertThat(batch.quarantineSecret(odd(TEMPLATE))).isFalse();
            assertThat(batch.quarantined(PLACE).orElseThrow().raw()).isEqualTo(bytes(TEMPLATE));
            batch.commit(3);
        }

        assertThat(holding(TEMPLATE)).isEmpty();
        assertThat(quarantined(OURS)).isEqualTo(TEMPLATE);
        assertThat(quarantined(ANOTHER)).isEmpty();
    }

    @Test
    void anEntryThatCouldNotBeOpenedIsReadableInQuarantineOnceTheKeyIsBack() throws IOException {
        try (Store store = store(OURS)) {
            append(store, TEMPLATE, true);
        }
        Entry closed = entries(Store.look(folder, ANOTHER).reader(1)).getFirst();
        try (Ledger ledger = Ledger.open(ledger(), ANOTHER);
                LedgerBatch batch = ledger.begin()) {
            batch.quarantineClosed(
                    new QuarantineRow(
                            PLACE,
                            closed.serial(),
                            "",
                            closed.kind().name(),
                            "sealed",
                            closed.payload(),
                            closed.stamp().wallMillis(),
                            0,
                            false));
            batch.commit(1);
        }

        assertThat(quarantined(ANOTHER)).isEmpty();
        assertThat(quarantined(OURS)).isEqualTo(TEMPLATE);
    }

    private Store store(Veil veil) throws IOException {
        return Store.open(folder, SETTINGS, veil);
    }

    private Path ledger() {
        return folder.resolve("ledger.db");
    }

    private static void append(Store store, String payload, boolean secret) {
        Draft draft = new Draft(EntryKind.UPLOAD, "T1", bytes(payload), false, secret, STAMP);
        assertThat(store.journal().append(draft)).isInstanceOf(Receipt.class);
    }

    private static List<Entry> entries(JournalReader reader) throws IOException {
        try (reader) {
            return ((JournalReader.Piece.Entries) reader.read(1 << 20).orElseThrow()).entries();
        }
    }

    private static List<String> read(JournalReader reader) throws IOException {
        return entries(reader).stream()
                .map(entry -> entry.closure() + " " + new String(entry.payload(), UTF_8))
                .toList();
    }

    private static void keep(Ledger ledger, String sha256) {
        try (LedgerBatch batch = ledger.begin()) {
            batch.keep(sha256, bytes(TEMPLATE), true, 1);
            batch.commit(1);
        }
    }

    private Optional<String> content(Veil veil) {
        try (LedgerReader reader = LedgerReader.open(ledger(), veil)) {
            return reader.content("aa").map(bytes -> new String(bytes, UTF_8));
        }
    }

    private static LedgerRow record(String fields) {
        return new LedgerRow(
                PLACE,
                "unknown",
                "attendance",
                "new",
                "T1",
                "USER",
                "7",
                0,
                new byte[16],
                fields,
                false,
                Optional.of(bytes(TEMPLATE)),
                1_000,
                true,
                0);
    }

    private String shown(Veil veil) {
        try (LedgerReader reader = LedgerReader.open(ledger(), veil)) {
            LedgerRow row = reader.records("T1", "USER", "7").getFirst();
            return row.fields()
                    + " "
                    + row.raw().map(raw -> new String(raw, UTF_8)).orElse("nothing");
        }
    }

    private static QuarantineRow odd(String line) {
        return new QuarantineRow(
                PLACE, "T1", "attendance", "OPERLOG", "odd", bytes(line), 1_000, 0, false);
    }

    private String quarantined(Veil veil) {
        try (LedgerReader reader = LedgerReader.open(ledger(), veil)) {
            return new String(reader.quarantine().find(PLACE).orElseThrow().raw(), UTF_8);
        }
    }

    /// The files in and below the folder that hold `text`.
    private List<String> holding(String text) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> latin1(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String latin1(Path file) {
        try {
            return new String(Files.readAllBytes(file), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
