/// Reading tools for the terminals' protocols: requests, answers, tables, rows. Pure functions; no
/// socket, clock, logger or database. Of the storage only `Receipt` is known here, so that an
/// answer "stored" cannot be made without one.
@NullMarked
package io.larder.server.protocol;

import org.jspecify.annotations.NullMarked;
