/// Durable entries and questions about them: the journal (truth), the ledger (SQLite projection)
/// and cursors. Knows no protocol and no network.
@NullMarked
package io.larder.storage;

import org.jspecify.annotations.NullMarked;
