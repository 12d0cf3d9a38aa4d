package io.larder.server.door;

import java.util.Optional;

/// What of a connection is the door's: its deadline, its place among all, and its end.
interface Arrival {
    Vigil vigil();

    /// Takes a place, or says why there is none.
    Optional<String> enter();

    /// Ends every read and write on the socket at once, from any thread.
    void cut();

    /// The conversation is over; Helidon closes the socket next.
    void over();
}
