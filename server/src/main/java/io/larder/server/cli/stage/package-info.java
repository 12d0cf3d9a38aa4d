/// A stage for the demo and for the tests that prove what it shows: box and headquarters as real
/// processes, a line between them, and the count at the end.
@NullMarked
package io.larder.server.cli.stage;

import org.jspecify.annotations.NullMarked;
