package io.larder.bench;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// What became of what was offered: requests, or connections that never become one.
final class Toll {
    private final LongAdder offered = new LongAdder();
    private final LongAdder ok = new LongAdder();
    private final LongAdder later = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder cut = new LongAdder();

    void offered() {
        offered.increment();
    }

    void answered(int status) {
        switch (status) {
            case 0 -> cut.increment();
            case 200 -> ok.increment();
            case 503 -> later.increment();
            default -> refused.increment();
        }
    }

    Caller.Said ask(Caller caller, byte[] request) {
        return ask(caller, request, 0);
    }

    /// Asks, counts, and gives what was said.
    Caller.Said ask(Caller caller, byte[] request, int emptyLines) {
        offered.increment();
        Caller.Said said = caller.ask(request, emptyLines);
        answered(said.status());
        return said;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d offered, %,d OK, %,d told to come later (503), %,d refused, %,d cut",
                offered.sum(),
                ok.sum(),
                later.sum(),
                refused.sum(),
                cut.sum());
    }
}
