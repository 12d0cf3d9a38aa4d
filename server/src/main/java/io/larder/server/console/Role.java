package io.larder.server.console;

import io.larder.crypto.Secret;
import java.util.Locale;
import java.util.Optional;

/// What the bearer of a token may do.
enum Role {
    /// Everything but what opens doors, erases data or runs programs at a terminal.
    OPERATOR,
    /// Everything: whoever can read the box's own files.
    OWNER;

    /// The word for it in what was ordered by whom.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The tokens of a console. Without an operator's token nobody has that role.
    record Tokens(Secret owner, Optional<Secret> operator) {
        /// The role that `said` proves, empty for none.
        Optional<Role> of(String said) {
            boolean owns = owner.matches(said);
            boolean operates = operator.filter(secret -> secret.matches(said)).isPresent();
            return owns ? Optional.of(OWNER) : operates ? Optional.of(OPERATOR) : Optional.empty();
        }
    }
}
