package io.larder.server.door;

/// What a door has done so far. `connections` are open now; the others count from the start:
/// `requests` answered (whatever the answer), `refused` answers of 4xx and 5xx, `cut` connections
/// closed because their sender ran out of time in the middle of a request or an answer.
public record DoorCounts(int connections, long requests, long refused, long cut) {
    /// Moves on with everything that is taken in or turned away.
    public long heard() {
        return requests + refused;
    }
}
