/// Tests of what a box and its service manager tell each other.
@NullMarked
package io.larder.server.service;

import org.jspecify.annotations.NullMarked;
