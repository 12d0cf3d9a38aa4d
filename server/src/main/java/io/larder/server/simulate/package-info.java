/// Simulated terminals, a line that can be cut, and the ledger of what was acknowledged. Uses the
/// JDK and `record` only, so that it shares no mistake with the box it tests.
@NullMarked
package io.larder.server.simulate;

import org.jspecify.annotations.NullMarked;
