/// Values that everyone shares. The ground floor: depends on nothing of ours.
@NullMarked
package io.larder.server.record;

import org.jspecify.annotations.NullMarked;
