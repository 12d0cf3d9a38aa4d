/// One request in, one answer out: the only place where protocol meets the store.
@NullMarked
package io.larder.server.exchange;

import org.jspecify.annotations.NullMarked;
