/// Tests of what is said of a box that is not well.
@NullMarked
package io.larder.server.doctor;

import org.jspecify.annotations.NullMarked;
