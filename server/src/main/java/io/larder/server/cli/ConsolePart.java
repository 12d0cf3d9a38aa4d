package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.server.config.ConsoleKeys;
import io.larder.server.config.Settings;
import io.larder.server.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// The console of a running box and the file by which commands find it.
final class ConsolePart implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConsolePart.class.getName());
    private static final int TOKEN_BYTES = 32;

    private final Path data;
    private final Console console;

    private ConsolePart(Path data, Console console) {
        this.data = data;
        this.console = console;
    }

    /// Without TLS, a host that others can reach is refused.
    static void check(Settings settings) {
        if (settings.get(ConsoleKeys.TLS)) {
            return;
        }
        String host = settings.get(ConsoleKeys.HOST);
        boolean here;
        try {
            here = InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            here = false;
        }
        if (settings.get(ConsoleKeys.PORT) != 0 && !here) {
            throw settings.wrong(
                    ConsoleKeys.HOST,
                    "an address of this machine only, such as 127.0.0.1, or console.tls: it is not"
                            + " encrypted");
        }
    }

    /// Empty when it is switched off, or when its port is taken: a box that takes uploads without a
    /// console is better than none. `shown` is for TLS; `listens` says where else the box can be
    /// reached.
    static Optional<ConsolePart> open(
            Path data, Settings settings, TlsKey shown, String listens, Console.Desks desks)
            throws IOException {
        ConsoleFile.remove(data);
        String host = settings.get(ConsoleKeys.HOST);
        int port = settings.get(ConsoleKeys.PORT);
        if (port == 0) {
            return Optional.empty();
        }
        String token = token();
        boolean tls = settings.get(ConsoleKeys.TLS);
        Console console;
        try {
            console =
                    Console.open(
                            host,
                            port,
                            tls ? Optional.of(Tls.server(shown)) : Optional.empty(),
                            Secret.of(token),
                            settings.secret(ConsoleKeys.OPERATOR_TOKEN),
                            desks);
        } catch (UncheckedIOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "no console, the box goes on without: {0}",
                    e.getMessage());
            return Optional.empty();
        }
        ConsolePart part = new ConsolePart(data, console);
        try {
            String url = (tls ? "https://" : "http://") + literal(host) + ":" + console.port();
            Optional<String> certificate =
                    tls ? Optional.of(shown.fingerprint()) : Optional.empty();
            new ConsoleFile(url, token, certificate, listens).write(data);
            return Optional.of(part);
        } catch (IOException e) {
            part.close();
            throw e;
        }
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// As it stands in a URL; every address is reached by the machine's own.
    private static String literal(String host) {
        String reached = OwnAddress.reached(host);
        return reached.contains(":") ? "[" + reached + "]" : reached;
    }

    int port() {
        return console.port();
    }

    @Override
    public void close() throws IOException {
        ConsoleFile.remove(data);
        console.close();
    }
}
