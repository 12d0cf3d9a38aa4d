/// The only touch of the file system.
@NullMarked
package io.larder.storage.disk;

import org.jspecify.annotations.NullMarked;
