package io.larder.server.door;

import javax.net.ssl.SSLContext;

/// A second port of a door, with TLS: `port` 0 takes a free one, `context` has the key and the
/// certificate it shows.
public record DoorTls(int port, SSLContext context) {}
