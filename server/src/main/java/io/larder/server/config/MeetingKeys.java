package io.larder.server.config;

import java.util.List;

/// The keys of meeting terminals, `meeting.KEY`.
public final class MeetingKeys {
    public static final Key<String> PATH =
            Key.text(
                    "meeting.path",
                    "/best",
                    "Where meeting terminals connect by WebSocket, on the terminals' port; empty: they cannot.");
    public static final Key<String> CREDENTIALS =
            Key.oneOf(
                    "meeting.credentials",
                    "required",
                    List.of("required", "any"),
                    "Meeting terminals whose device key nobody has given: turned away, or let in with the first key they show.");
    public static final Key<String> PRODUCT =
            Key.text(
                    "meeting.productId",
                    "",
                    "Product of the meeting terminals that have no device key of their own.");
    public static final Key<String> KEY =
            Key.secret("meeting.deviceKey", "Their device key; empty: none. Never logged.");
    public static final Key<String> SECRET =
            Key.secret(
                    "meeting.secretKey",
                    "What terminals without a secret key of their own sign with when they ask for their server; empty: none. Never logged.");
    public static final Key<Integer> HEARTBEAT =
            Key.integer(
                    "meeting.heartbeatSeconds",
                    60,
                    1,
                    3_600,
                    "Pause between signs of life of a meeting terminal; after three missed ones it counts as gone.");
    public static final Key<Integer> FILE =
            Key.integer(
                    "meeting.maxFileBytes",
                    4 << 20,
                    1 << 10,
                    16 << 20,
                    "Largest file that a meeting terminal sends in parts.");
    public static final Key<String> URL =
            Key.text(
                    "meeting.url",
                    "",
                    "Where terminals that ask for their server are sent, such as ws://box:8088/best; empty: the address by which they asked.");
    public static final Key<String> PUSH_URL =
            Key.text(
                    "meeting.pushUrl",
                    "",
                    "The same for those that ask for plain uploads, such as http://box:8088; empty: the address by which they asked.");

    /// All of them, in order.
    static final List<Key<?>> ALL =
            List.of(PATH, CREDENTIALS, PRODUCT, KEY, SECRET, HEARTBEAT, FILE, URL, PUSH_URL);

    private MeetingKeys() {}
}
