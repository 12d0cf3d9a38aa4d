package io.larder.server.console;

import io.larder.server.json.RecordContent;
import io.larder.server.record.Bytes;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.util.Optional;

/// The pictures and templates that records name, for the bearer of any token: nobody may read
/// records who may not order.
///
/// ```
/// GET  /api/v1/contents/SHA256
/// ```
public final class ContentDesk {
    private final Store store;

    public ContentDesk(Store store) {
        this.store = store;
    }

    /// The bytes of this SHA-256 in lower case hex; empty when they are not here.
    Optional<Bytes> content(String sha256) {
        if (!RecordContent.isSha256(sha256)) {
            return Optional.empty();
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            return ledger.content(sha256).map(Bytes::wrap);
        }
    }
}
