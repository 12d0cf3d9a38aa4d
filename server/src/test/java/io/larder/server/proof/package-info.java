/// Proof with real processes that nothing is lost and nothing doubled, whatever is killed, cut or
/// without power. The ordinary build runs a few rounds; each test says how to run many.
@NullMarked
package io.larder.server.proof;

import org.jspecify.annotations.NullMarked;
