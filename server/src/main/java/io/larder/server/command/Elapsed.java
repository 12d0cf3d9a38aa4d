package io.larder.server.command;

import io.larder.storage.Draft;
import java.time.Duration;
import java.util.OptionalLong;

/// How long ago something was, on a box whose wall clock may be wrong and whose monotonic clock
/// begins anew at each boot.
///
/// `start` is when this process began, `now` the present moment.
record Elapsed(Draft.Stamp start, Draft.Stamp now) {
    /// Milliseconds since `then` for which the box surely ran: after a reboot only those since this
    /// process began count.
    long running(Draft.Stamp then) {
        return now.bootId() == then.bootId()
                ? now.monotonicMillis() - then.monotonicMillis()
                : now.monotonicMillis() - start.monotonicMillis();
    }

    /// Whether a command is older than it is good for, by at least `grace`.
    boolean isStale(Command command, Duration grace) {
        OptionalLong age = since(command.issued());
        return age.isPresent() && age.getAsLong() >= command.wanted().ttl().plus(grace).toMillis();
    }

    /// Milliseconds since `then`, also over reboots; empty when no clock can tell.
    OptionalLong since(Draft.Stamp then) {
        if (now.bootId() == then.bootId()) {
            return OptionalLong.of(now.monotonicMillis() - then.monotonicMillis());
        }
        return now.clockTrusted() && then.clockTrusted()
                ? OptionalLong.of(now.wallMillis() - then.wallMillis())
                : OptionalLong.empty();
    }
}
