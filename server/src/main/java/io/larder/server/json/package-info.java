/// Records as JSON, the way exports, the API and every upstream carry them.
@NullMarked
package io.larder.server.json;

import org.jspecify.annotations.NullMarked;
