package io.larder.storage;

import java.util.Optional;

/// The segments of a journal, by what they are good for. `wanted`: how many there are to be; `held`
/// have entries that are still needed; `recyclable` have entries that nobody needs; `ready` wait to
/// be written. `trouble` says why there are not as many as wanted, if the medium did not give them.
public record RingState(
        int wanted, int held, int recyclable, int ready, Optional<String> trouble) {}
