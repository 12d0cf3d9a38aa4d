package io.larder.server.relay.push;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// Where the server is, as a terminal's menu has it: a name and a port, and whether it speaks TLS.
public record PushServer(String host, int port, Optional<SSLContext> tls) {
    /// What [#read] takes, for messages.
    public static final String FORM = "http://HOST[:PORT] or https://HOST[:PORT], without a path";

    private static final Pattern URL =
            Pattern.compile("(https?)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(?::(\\d{1,5}))?/?");

    /// The server in `url`, empty when it is not as [#FORM] says; `tls` is for https.
    public static Optional<PushServer> read(String url, SSLContext tls) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        boolean sealed = parts.group(1).equals("https");
        String written = parts.group(3);
        int port = written == null ? (sealed ? 443 : 80) : Integer.parseInt(written);
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(
                        new PushServer(
                                parts.group(2),
                                port,
                                sealed ? Optional.of(tls) : Optional.empty()));
    }

    /// As terminals write it in `Host`.
    String authority() {
        return host + ":" + port;
    }
}
