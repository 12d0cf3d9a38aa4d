package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import java.util.Optional;

/// The way to the box: one request, and its answer unless that was lost. A lost answer tells
/// nothing about whether the request got through.
@FunctionalInterface
public interface Uplink {
    Optional<Heard> say(Call call);
}
