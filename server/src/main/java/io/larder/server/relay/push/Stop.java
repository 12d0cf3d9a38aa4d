package io.larder.server.relay.push;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Where and why a terminal did not get on. `spoken`: the server had greeted the terminal just
/// before, so that it is about the upload and not about line, server or terminal.
record Stop(Lane lane, Load at, Verdict verdict, boolean spoken) {
    /// What ends a terminal's turn so that others get theirs.
    static final String TOO_SLOW = "the server is slow with this terminal, and others wait";

    /// Sends `loads` in order until one is not taken, or `late`. Those that were sent before are
    /// passed over.
    static Optional<Stop> sending(
            Lane lane, List<Load> loads, BooleanSupplier late, Runnable passed) {
        for (Load load : loads) {
            if (load.position().compareTo(lane.place()) < 0) {
                continue;
            }
            if (late.getAsBoolean()) {
                return Optional.of(new Stop(lane, load, new Verdict.Trouble(TOO_SLOW), false));
            }
            Verdict ready = lane.ready();
            if (!(ready instanceof Verdict.Taken)) {
                return Optional.of(new Stop(lane, load, ready, false));
            }
            Verdict verdict = lane.send(load);
            if (!(verdict instanceof Verdict.Taken)) {
                return Optional.of(new Stop(lane, load, verdict, true));
            }
            lane.advance(load.next());
            passed.run();
        }
        return Optional.empty();
    }

    String why() {
        return switch (verdict) {
            case Verdict.Taken _ -> "";
            case Verdict.Refused(var why) -> why;
            case Verdict.Unwelcome(var why) -> why;
            case Verdict.Trouble(var why) -> why;
        };
    }
}
