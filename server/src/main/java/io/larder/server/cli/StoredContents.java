package io.larder.server.cli;

import io.larder.server.command.Contents;
import io.larder.server.record.Bytes;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.util.Optional;

/// The templates and pictures in the store.
record StoredContents(Store store) implements Contents {
    @Override
    public Optional<Bytes> content(String sha256) {
        try (LedgerReader reader = store.ledger().reader()) {
            return reader.content(sha256).map(Bytes::wrap);
        }
    }
}
