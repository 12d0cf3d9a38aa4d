/// `larder demo`: the main job shown on one machine with simulated terminals.
@NullMarked
package io.larder.server.cli.demo;

import org.jspecify.annotations.NullMarked;
