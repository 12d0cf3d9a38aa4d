package io.larder.server.door;

import io.larder.server.exchange.meeting.Reception;

/// WebSocket on a door: whoever asks for it at `path` is received by `reception`. Source:
/// PROTOCOL.md 6.2.
public record Talks(String path, Reception reception) {
    /// A path that a target can have.
    public Talks {
        if (!path.matches("/[A-Za-z0-9._~/-]{0,127}") || path.startsWith("/iclock")) {
            throw new IllegalArgumentException(
                    path + " is no path for meeting terminals, expected one such as /best");
        }
    }

    /// Whether the target of a request names the path, whatever query follows.
    boolean isAt(String target) {
        int mark = target.indexOf('?');
        return (mark < 0 ? target : target.substring(0, mark)).equals(path);
    }
}
