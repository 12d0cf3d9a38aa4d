package io.larder.server.protocol;

import org.jspecify.annotations.Nullable;

/// Whom a command is written for: `language` the terminal's language code as it said it (empty when
/// it did not), `pushver` null when it names none, `dualWallet` for canteen terminals of two
/// wallets.
public record Audience(String language, @Nullable Version pushver, boolean dualWallet) {}
