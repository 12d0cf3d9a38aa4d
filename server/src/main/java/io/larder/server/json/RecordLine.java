package io.larder.server.json;

import java.util.Optional;

/// A record as it goes up: one JSON object as text, and whose it is, where that is known without
/// reading the text again.
public record RecordLine(String text, Optional<RecordIdentity> identity, String receivedAt) {
    /// A line of which only the text is known.
    public static RecordLine of(String text) {
        return new RecordLine(text, Optional.empty(), "");
    }

    /// The same record in other words.
    public RecordLine with(String other) {
        return new RecordLine(other, identity, receivedAt);
    }

    /// In the envelope for brokers; throws `IllegalArgumentException` when it does not say whose it
    /// is.
    public CloudEvent event() {
        return identity.map(known -> new CloudEvent(known, Optional.of(receivedAt), text))
                .orElseGet(() -> CloudEvent.of(text));
    }
}
