package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A request and what its answer changes.
///
/// @param insists the same bytes again until the answer is as wanted; other errands are forgotten
record Errand(Call call, boolean insists, Predicate<Heard> wanted, Consumer<Heard> then) {
    /// An upload: it is over with `OK`.
    static Errand upload(Call call, Runnable then) {
        return new Errand(call, true, Heard::isOk, _ -> then.run());
    }
}
