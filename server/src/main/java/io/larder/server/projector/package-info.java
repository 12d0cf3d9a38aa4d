/// Turns the journal into the ledger: reads entries in order, lets the family split uploads into
/// rows, judges each row, and commits rows, bookmarks and progress together.
@NullMarked
package io.larder.server.projector;

import org.jspecify.annotations.NullMarked;
