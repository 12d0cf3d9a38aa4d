package io.larder.server.terminal;

import io.larder.server.record.Serial;
import io.larder.storage.Draft;
import java.time.Instant;

/// The newest moment that one upload of a terminal tells of, by the terminal's own clock, and when
/// the upload came.
public record Reported(Serial serial, Instant moment, Draft.Stamp stamp) {
    /// Milliseconds by which the moment is after the arrival. What happened is reported later, so a
    /// terminal's clock is ahead at least as much.
    long offMillis() {
        return moment.toEpochMilli() - stamp.wallMillis();
    }
}
