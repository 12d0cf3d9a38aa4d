/// A box and its headquarters on bad disks and a bad line, driven by one generator: the same seed,
/// the same run.
@NullMarked
package io.larder.server.simulation;

import org.jspecify.annotations.NullMarked;
