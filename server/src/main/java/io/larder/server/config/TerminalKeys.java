package io.larder.server.config;

import java.util.List;

/// The keys of the door that terminals come in by, `terminal.KEY`.
public final class TerminalKeys {
    public static final Key<String> HOST =
            Key.text("terminal.host", "0.0.0.0", "Address the terminals connect to.");
    public static final Key<Integer> PORT =
            Key.integer(
                    "terminal.port", 8088, 0, Key.MOST_PORT, "Port of the terminals; 0 is off.");
    public static final Key<Integer> TLS_PORT =
            Key.integer(
                    "terminal.tlsPort",
                    0,
                    0,
                    Key.MOST_PORT,
                    "Port of terminals that speak TLS 1.2 or 1.3, beside the other; 0 is off.");
    public static final Key<String> URL =
            Key.text(
                    "terminal.url",
                    "",
                    "Where meeting terminals fetch pictures from this box, such as"
                            + " http://10.0.0.5:8088; empty: at the address that the network"
                            + " between them says.");
    public static final Key<Integer> BODY =
            Key.integer(
                    "terminal.maxBodyBytes",
                    3 << 20,
                    1 << 10,
                    64 << 20,
                    "Largest upload; larger ones get 413. Must fit a journal segment.");
    public static final Key<Integer> CONNECTIONS =
            Key.integer(
                    "terminal.maxConnections",
                    0,
                    0,
                    20_000,
                    "Open connections of all terminals; beyond, the one that has been silent for"
                            + " longest gives way. 0: as many as there is memory for, at most"
                            + " 1024.");
    public static final Key<Integer> PER_ADDRESS =
            Key.integer(
                    "terminal.maxConnectionsPerAddress",
                    0,
                    0,
                    20_000,
                    "Open connections of one address, such as a router with a whole site behind it."
                            + " 0: three quarters of maxConnections, at most 768.");
    public static final Key<Integer> RATE =
            Key.integer(
                    "terminal.maxRequestsPerSecond",
                    1_000,
                    0,
                    1_000_000,
                    "Requests of one terminal; it is told 503 beyond. 0: any number.");

    /// All of them, in order.
    static final List<Key<?>> ALL =
            List.of(HOST, PORT, TLS_PORT, URL, BODY, CONNECTIONS, PER_ADDRESS, RATE);

    private TerminalKeys() {}
}
