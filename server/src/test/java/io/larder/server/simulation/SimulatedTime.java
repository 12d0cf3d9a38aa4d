package io.larder.server.simulation;

/// The time that passes for everybody, in milliseconds. It goes on when something happens, and
/// never stands still between two things.
final class SimulatedTime {
    private long millis = 1_780_000_000_000L;

    long millis() {
        return millis++;
    }

    void pass(long more) {
        millis += more;
    }
}
