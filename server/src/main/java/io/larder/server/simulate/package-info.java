/// Simulated terminals that sell, remember and obey, a line that can be cut, the ledger of what was
/// acknowledged and the log of what was carried out. Uses the JDK, `record` and the reader of JSON
/// only, so that it shares no mistake with the box it tests.
@NullMarked
package io.larder.server.simulate;

import org.jspecify.annotations.NullMarked;
