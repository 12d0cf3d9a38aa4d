package io.larder.server.site;

import io.larder.server.terminal.Terminal;
import java.util.Optional;

/// Where terminals fetch pictures that do not go out with a command.
@FunctionalInterface
public interface Pictures {
    /// No picture is anywhere.
    Pictures NONE = (_, _) -> Optional.empty();

    /// The address under which a terminal finds the picture of digest `sha256`; empty when this box
    /// does not know its own address, or the picture is not here or no JPEG.
    Optional<String> url(Terminal terminal, String sha256);
}
