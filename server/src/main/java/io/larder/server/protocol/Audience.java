package io.larder.server.protocol;

import org.jspecify.annotations.Nullable;

/// Whom a command is written for: `language` the terminal's language code as it said it (empty when
/// it did not), `pushver` null when it names none, `dualWallet` for canteen terminals of two
/// wallets.
public record Audience(String language, @Nullable Version pushver, boolean dualWallet) {
    /// The version of a terminal that speaks versions and does not say which (PROTOCOL.md 4.6).
    private static final Version UNSAID = Version.of(2, 2, 14);

    /// The same for a terminal that is known to speak versions.
    public Audience withVersion() {
        return pushver == null ? new Audience(language, UNSAID, dualWallet) : this;
    }
}
