package io.larder.server.config;

import java.util.List;

/// The keys of the local interface, `console.KEY`.
public final class ConsoleKeys {
    public static final Key<String> HOST =
            Key.text("console.host", "127.0.0.1", "Address of the local interface.");
    public static final Key<Integer> PORT =
            Key.integer(
                    "console.port",
                    8089,
                    0,
                    Key.MOST_PORT,
                    "Port of the local interface that `larder pair` and `show` use; 0 is off.");
    public static final Key<Boolean> TLS =
            Key.flag(
                    "console.tls",
                    false,
                    "The local interface speaks TLS and may be reached from other machines.");
    public static final Key<String> OPERATOR_TOKEN =
            Key.secret(
                    "console.operatorToken",
                    "A token for people who may order, but nothing that erases, opens or runs programs; empty: none.");

    /// All of them, in order.
    static final List<Key<?>> ALL = List.of(HOST, PORT, TLS, OPERATOR_TOKEN);

    private ConsoleKeys() {}
}
