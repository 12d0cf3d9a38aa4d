/// A server of the terminals' own protocol that looks closely at who speaks to it.
@NullMarked
package io.larder.server.relay.push;

import org.jspecify.annotations.NullMarked;
