/// Meeting terminals (BEST): JSON messages over WebSocket. Pure functions and tables. Source:
/// PROTOCOL.md 6.
@NullMarked
package io.larder.server.protocol.meeting;

import org.jspecify.annotations.NullMarked;
