/// What a box and its service manager tell each other: when it is ready, whether it lives, how it
/// stands, and lines for the journal of the machine.
@NullMarked
package io.larder.server.service;

import org.jspecify.annotations.NullMarked;
