/// The operator's HTTP interface to a running box, for this machine only.
@NullMarked
package io.larder.server.console;

import org.jspecify.annotations.NullMarked;
