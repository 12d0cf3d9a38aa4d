/// Attendance terminals: what they ask, what their rows mean, what they are told at initialisation.
/// Pure functions and tables.
@NullMarked
package io.larder.server.protocol.attendance;

import org.jspecify.annotations.NullMarked;
