package io.larder.server.protocol;

import org.jspecify.annotations.Nullable;

/// Whom a command is written for.
public record Audience(String language, @Nullable Version pushver, boolean dualWallet) {}
