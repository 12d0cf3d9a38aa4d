package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;

/// What a command makes a terminal say.
sealed interface Said {
    /// One reply with its line feeds.
    record Reply(String text) implements Said {}

    /// Data that was asked for.
    record Data(Call call) implements Said {}
}
