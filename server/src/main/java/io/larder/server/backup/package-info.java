/// What of a data folder is kept on another medium, and brought back from it. Knows no command line
/// and no file system but `Disk`.
@NullMarked
package io.larder.server.backup;

import org.jspecify.annotations.NullMarked;
