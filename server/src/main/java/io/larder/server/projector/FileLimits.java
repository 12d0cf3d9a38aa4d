package io.larder.server.projector;

import java.time.Duration;

/// Every limit of files that come in parts, with its unit and its reason.
public final class FileLimits {
    /// How long an unfinished file waits for its next part. Source: PROTOCOL.md 6.6.
    public static final Duration OPEN = Duration.ofHours(24);

    /// How long it is known which file was which: what names one comes soon behind it.
    static final Duration ENDED = Duration.ofDays(30);

    /// Unfinished files of one terminal; beyond, the oldest is given up.
    static final int MOST_OPEN = 8;

    private FileLimits() {}
}
