/// Everything that reads what others say, given anything: targets, the corpus they begin with, and
/// what changes it.
@NullMarked
package io.larder.server.fuzz;

import org.jspecify.annotations.NullMarked;
