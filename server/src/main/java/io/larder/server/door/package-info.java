/// The sockets of the box: the tolerant door for terminals and the limits that keep one bad
/// connection from harming the others. Turns bytes into a `Wire.Request`, hands it to the
/// [Handler], writes the answer. Knows no protocol and no store.
@NullMarked
package io.larder.server.door;

import org.jspecify.annotations.NullMarked;
