package io.larder.server.door;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/// Claims every connection of the listener unseen. It must be the only selector there: with two,
/// Helidon 4.3.1 reads the first bytes itself to choose between them, without any deadline, and a
/// client that connects and says nothing would hold its thread for ever.
final class TerminalSelector implements ServerConnectionSelector {
    private final DoorContext door;

    TerminalSelector(DoorContext door) {
        this.door = door;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new TerminalConnection(door, context);
    }
}
