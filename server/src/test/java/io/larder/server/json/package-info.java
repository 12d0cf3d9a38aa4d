/// The formats that the outside sees.
@NullMarked
package io.larder.server.json;

import org.jspecify.annotations.NullMarked;
