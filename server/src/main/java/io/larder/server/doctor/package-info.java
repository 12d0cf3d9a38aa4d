/// What is wrong with a box and what to do about it, in plain words. Functions of what was seen:
/// knows no file, clock or network.
@NullMarked
package io.larder.server.doctor;

import org.jspecify.annotations.NullMarked;
