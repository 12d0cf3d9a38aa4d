package io.larder.storage;

/// What a thread shows of itself to those who ask whether it lives. `there`: it has not ended
/// before its time; `working`: it has something to do; `steps`: how often it finished some of it.
/// One that works and makes no step for long does not live.
public record Pulse(boolean there, boolean working, long steps) {
    /// It has something to do.
    public static Pulse working(long steps) {
        return new Pulse(true, true, steps);
    }
}
