/// The relay against headquarters of two makes, over a line that can be cut.
@NullMarked
package io.larder.server.relay;

import org.jspecify.annotations.NullMarked;
