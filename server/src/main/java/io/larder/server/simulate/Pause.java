package io.larder.server.simulate;

import java.time.Duration;

/// How a terminal waits; tests do not.
@FunctionalInterface
interface Pause {
    void sleep(Duration time) throws InterruptedException;
}
