package io.larder.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Upload;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// Whatever stands in an entry of the journal: the ledger has it or has it in quarantine, and goes
/// on.
///
/// ```
/// input = place of the kind u8, payload
/// ```
final class EntriesTarget implements FuzzTarget {
    private static final String TERMINAL = "5158181900025";

    private final Alarms alarms = new Alarms();
    private final DrawnStore box;

    EntriesTarget(Path folder) throws IOException {
        box = new DrawnStore(folder);
        append(EntryKind.ADMISSION, "{}".getBytes(UTF_8));
    }

    private void append(EntryKind kind, byte[] payload) {
        Draft draft = new Draft(kind, TERMINAL, payload, false, DrawnStore.STAMP);
        assertThat(box.store.journal().append(draft)).isInstanceOf(Receipt.class);
        assertThat(box.catchUp()).isTrue();
    }

    @Override
    public void hold(byte[] input) {
        EntryKind[] kinds = EntryKind.values();
        int place = input.length == 0 ? 0 : Math.floorMod(input[0], kinds.length);
        byte[] payload = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
        stored(payload);
        append(kinds[place], payload);
        alarms.none("could not be ");
    }

    private static void stored(byte[] payload) {
        try {
            Upload upload = Upload.read(payload);
            assertThat(Upload.read(upload.write())).isEqualTo(upload);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        alarms.close();
        box.close();
    }
}
