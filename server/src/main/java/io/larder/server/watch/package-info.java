/// What a person wants to know of a store: what is in it, whether it is whole, where it is behind.
@NullMarked
package io.larder.server.watch;

import org.jspecify.annotations.NullMarked;
