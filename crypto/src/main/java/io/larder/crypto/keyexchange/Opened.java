package io.larder.crypto.keyexchange;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What opening a sealed body gave: the clear body, or why there is none.
public final class Opened {
    private final byte @Nullable [] clear;
    private final String why;

    private Opened(byte @Nullable [] clear, String why) {
        this.clear = clear;
        this.why = why;
    }

    /// It opened; `body` is taken over without a copy.
    public static Opened clear(byte[] body) {
        return new Opened(body, "");
    }

    /// It did not; `why` is for the log, such as "its crc32 is wrong".
    public static Opened unfit(String why) {
        return new Opened(null, why);
    }

    /// The clear body; empty when it did not open.
    public Optional<byte[]> body() {
        return Optional.ofNullable(clear);
    }

    /// Why it did not open; an empty text when it did.
    public String why() {
        return why;
    }
}
