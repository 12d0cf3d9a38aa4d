/// Which requirements of the protocols are proven by a test that passed, which are left out on
/// purpose, and which are still open.
@NullMarked
package io.larder.server.conformance;

import org.jspecify.annotations.NullMarked;
