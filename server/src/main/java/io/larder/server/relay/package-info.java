/// Hands every record to an upstream exactly once: reads the ledger from a cursor, delivers
/// batches, follows what the upstream says it has.
@NullMarked
package io.larder.server.relay;

import org.jspecify.annotations.NullMarked;
