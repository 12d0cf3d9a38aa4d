/// The command line, one class per command.
@NullMarked
package io.larder.server.cli;

import org.jspecify.annotations.NullMarked;
