package io.larder.server.simulation;

import io.larder.storage.LedgerRow;

/// A terminal that numbers what it records, keeps all of it, and sends what comes after the last
/// one that it has an `OK` for.
abstract class SimulatedTerminal {
    private final String serial;
    protected int made;
    protected int acknowledged;
    private boolean greeted;

    SimulatedTerminal(String serial) {
        this.serial = serial;
    }

    /// The kind of its records.
    abstract String kind();

    /// Which of its records `row` is, from 1.
    abstract long number(LedgerRow row);

    /// One more, with something drawn in it.
    abstract void make(int draw);

    /// Says hello; what came of it.
    protected abstract String greet(SimulatedBox box);

    /// Sends the next `rows`, at most, and hears what is said to that, unless it is lost; what that
    /// was.
    abstract String send(SimulatedBox box, int rows, boolean answerLost);

    /// Somebody put back an old copy of the box.
    void boxWentBack() {}

    final String serial() {
        return serial;
    }

    /// How many records it has made.
    final int made() {
        return made;
    }

    final int acknowledged() {
        return acknowledged;
    }

    final boolean hasMore() {
        return acknowledged < made;
    }

    final boolean isGreeted() {
        return greeted;
    }

    /// It starts anew, and says hello before it sends anything again; what came of it.
    String start(SimulatedBox box) {
        greeted = false;
        return greet(box);
    }

    protected final void greeted() {
        greeted = true;
    }
}
