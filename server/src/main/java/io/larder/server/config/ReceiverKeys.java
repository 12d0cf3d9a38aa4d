package io.larder.server.config;

import java.util.List;

/// The keys of a headquarters, that other boxes send to, `receive.KEY`.
public final class ReceiverKeys {
    public static final Key<String> HOST =
            Key.text("receive.host", "127.0.0.1", "Address other boxes connect to.");
    public static final Key<Integer> PORT =
            Key.integer("receive.port", 0, 0, Key.MOST_PORT, "Port for other boxes; 0 is off.");
    public static final Key<String> TOKEN =
            Key.secret(
                    "receive.token",
                    "What other boxes must know; needed beyond loopback, unless receive.tls is true:"
                            + " then only enrolled boxes are let in without.");
    public static final Key<Boolean> TLS =
            Key.flag(
                    "receive.tls",
                    false,
                    "Other boxes connect with TLS and are known by their certificates, once they"
                            + " are enrolled with `larder boxes invite`; docs/enrolment.md.");
    public static final Key<Integer> QUOTA =
            Key.integer(
                    "receive.boxMegabytesPerDay",
                    0,
                    0,
                    1_000_000,
                    "Packed megabytes that a box may send a day, unless `larder boxes quota` says"
                            + " otherwise; 0 is any number.");

    /// All of them, in order.
    static final List<Key<?>> ALL = List.of(HOST, PORT, TOKEN, TLS, QUOTA);

    private ReceiverKeys() {}
}
