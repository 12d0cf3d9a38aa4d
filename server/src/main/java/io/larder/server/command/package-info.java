/// Orders for terminals: issued, handed over, settled, expired. Every step is a journal entry; the
/// ledger's commands follow from them.
@NullMarked
package io.larder.server.command;

import org.jspecify.annotations.NullMarked;
