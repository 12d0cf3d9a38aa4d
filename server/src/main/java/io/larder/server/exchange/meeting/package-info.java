/// Meeting terminals: from a connection to a session that is logged in, and from a message to its
/// answer. Source: PROTOCOL.md 6.
@NullMarked
package io.larder.server.exchange.meeting;

import org.jspecify.annotations.NullMarked;
