/// What a person wants to know of a store.
@NullMarked
package io.larder.server.watch;

import org.jspecify.annotations.NullMarked;
