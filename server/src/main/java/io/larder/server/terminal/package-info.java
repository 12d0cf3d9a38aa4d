/// Who a terminal is: whether it is let in, what it said of itself, how far it has uploaded.
@NullMarked
package io.larder.server.terminal;

import org.jspecify.annotations.NullMarked;
