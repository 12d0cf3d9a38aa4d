/// Tests of what is kept on another medium.
@NullMarked
package io.larder.server.backup;

import org.jspecify.annotations.NullMarked;
