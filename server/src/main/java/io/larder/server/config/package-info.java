/// The one configuration file: every key with its default, what it may be and what it is for.
@NullMarked
package io.larder.server.config;

import org.jspecify.annotations.NullMarked;
