package io.larder.server.simulate;

import java.io.IOException;

/// What a command may make a terminal do at the box while it is being carried out.
interface Reach {
    /// Initialises again and takes over what the box says.
    void initialise() throws InterruptedException;

    /// Sends `call` until the box says `OK`.
    void upload(Call call) throws InterruptedException;

    /// Gets `target` once.
    Heard fetch(String target) throws IOException;
}
