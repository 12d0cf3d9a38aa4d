package io.larder.server.cli;

import io.larder.crypto.Secret;
import io.larder.server.config.Keys;
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

    /// It speaks plain HTTP: a host that others can reach is refused.
    static void check(Settings settings) {
        String host = settings.get(Keys.CONSOLE_HOST);
        boolean here;
        try {
            here = InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            here = false;
        }
        if (settings.get(Keys.CONSOLE_PORT) != 0 && !here) {
            throw settings.wrong(
                    Keys.CONSOLE_HOST,
                    "an address of this machine only, such as 127.0.0.1: it is not encrypted");
        }
    }

    /// Empty when it is switched off, or when its port is taken: a box that takes uploads without a
    /// console is better than none.
    static Optional<ConsolePart> open(Path data, Settings settings, Console.Desks desks)
            throws IOException {
        ConsoleFile.remove(data);
        String host = settings.get(Keys.CONSOLE_HOST);
        int port = settings.get(Keys.CONSOLE_PORT);
        if (port == 0) {
            return Optional.empty();
        }
        String token = token();
        Console console;
        try {
            console =
                    Console.open(
                            host,
                            port,
                            Secret.of(token),
                            settings.secret(Keys.OPERATOR_TOKEN),
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
            new ConsoleFile("http://" + literal(host) + ":" + console.port(), token).write(data);
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

    private static String literal(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
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
