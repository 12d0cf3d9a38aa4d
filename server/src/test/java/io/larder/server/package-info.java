/// Checks over the whole house: style, arrows between packages, the systemd unit.
@NullMarked
package io.larder.server;

import org.jspecify.annotations.NullMarked;
