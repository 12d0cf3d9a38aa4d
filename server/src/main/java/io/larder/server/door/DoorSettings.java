package io.larder.server.door;

/// Where a door listens and what it bears. `port` 0 takes a free one.
public record DoorSettings(String host, int port, DoorLimits limits) {}
