package io.larder.server.door;

/// Holds a sender to the slowest pace: within each slack that many bytes, or the end of the body.
final class Pace {
    private final Vigil vigil;
    private final DoorLimits limits;
    private long arrived;

    Pace(Vigil vigil, DoorLimits limits) {
        this.vigil = vigil;
        this.limits = limits;
    }

    /// The sender's time begins, or begins again after we made it wait.
    void begin() {
        arrived = 0;
        vigil.within(limits.times().slack());
    }

    /// `bytes` more have arrived.
    void progress(int bytes) {
        arrived += bytes;
        if (arrived >= limits.bytesPerSlack()) {
            begin();
        }
    }

    /// The sender waits for us.
    void rest() {
        vigil.rest();
    }
}
