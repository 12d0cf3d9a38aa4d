package io.larder.server.door;

import java.util.Optional;

/// Where a door listens and what it bears. `port` 0 takes a free one, [#NO_PORT] has none without
/// TLS. What `tls` says is beside it, under the same limits.
public record DoorSettings(String host, int port, DoorLimits limits, Optional<DoorTls> tls) {
    /// No port without TLS.
    public static final int NO_PORT = -1;

    /// A door without TLS.
    public DoorSettings(String host, int port, DoorLimits limits) {
        this(host, port, limits, Optional.empty());
    }
}
