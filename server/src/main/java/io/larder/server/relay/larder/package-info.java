/// A Larder headquarters as upstream: the client that delivers to one, and the receiver that is
/// one. The wire is described in `docs/upstream.md`.
@NullMarked
package io.larder.server.relay.larder;

import org.jspecify.annotations.NullMarked;
