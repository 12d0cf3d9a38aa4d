package io.larder.server.protocol;

import io.larder.server.record.TerminalTime.Decoder;
import java.util.Map;
import java.util.Optional;

/// Facts about how one terminal speaks, by name: set by a person or learned from its uploads. What
/// is not a known value counts as not known.
public final class Dialect {
    /// How numbers in time columns are read: a word of [Decoder].
    public static final String TIME_DECODER = "time.decoder";

    private Dialect() {}

    /// The decoder for this terminal's times.
    public static Decoder decoder(Map<String, String> learned) {
        return Optional.ofNullable(learned.get(TIME_DECODER))
                .flatMap(Decoder::of)
                .orElse(Decoder.AUTO);
    }
}
