package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.record.Bytes;
import io.larder.server.record.Kind;
import io.larder.server.record.MediaType;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Where pictures and templates become files, each once.
///
/// ```
/// DIR/SHA256.jpg      or png, bmp, gif, bin by the first bytes; txt for a template
/// ```
///
/// Names are digests and endings of ours: nothing that a terminal says becomes a path.
final class ContentFolder {
    private static final String TEXT = "txt";

    private final Path folder;
    private final Kind kind;
    private final LedgerReader ledger;
    private long missing;

    ContentFolder(Path folder, Kind kind, LedgerReader ledger) {
        this.folder = folder;
        this.kind = kind;
        this.ledger = ledger;
    }

    /// Writes what a record is about, unless it is there. A file is whole or not there.
    void take(LedgerRow row) throws IOException {
        Optional<String> sha256 = RecordContent.sha256(Json.read(row.fields()));
        if (sha256.isEmpty()) {
            return;
        }
        Optional<Bytes> content = ledger.content(sha256.get()).map(Bytes::wrap);
        if (content.isEmpty()) {
            missing++;
            return;
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(sha256.get() + "." + extension(content.get()));
        if (!Files.exists(file)) {
            Path part = folder.resolve(sha256.get() + ".part");
            Files.write(part, content.get().toArray());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private String extension(Bytes content) {
        return kind == Kind.TEMPLATE ? TEXT : MediaType.of(content).extension();
    }

    /// What to say of records whose content is not here, if there are any.
    Optional<String> missing() {
        return missing == 0
                ? Optional.empty()
                : Optional.of(
                        "the contents of "
                                + missing
                                + " records are not here: they were dropped when room was needed,"
                                + " or never came");
    }
}
