/// Measurements of a box from outside: its door over loopback, its memory, against the flush rate
/// of the same disk in the same run.
@NullMarked
package io.larder.bench;

import org.jspecify.annotations.NullMarked;
