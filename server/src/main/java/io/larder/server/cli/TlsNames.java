package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a box is called in the certificate it makes: by the settings, by its machine, by everybody,
/// and by its addresses at this moment.
final class TlsNames {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final List<String> ALWAYS = List.of("larder.local", "localhost");

    private TlsNames() {}

    static List<String> of(Settings settings) {
        Set<String> names = new LinkedHashSet<>(configured(settings));
        names.addAll(machine());
        names.addAll(ALWAYS);
        names.addAll(addresses());
        return List.copyOf(names);
    }

    private static List<String> configured(Settings settings) {
        List<String> names =
                Arrays.stream(settings.get(Keys.TLS_NAMES).split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        for (String name : names) {
            if (!HOST.matcher(name).matches() && !ADDRESS.matcher(name).matches()) {
                throw settings.wrong(Keys.TLS_NAMES, name + " is no host name or address");
            }
        }
        return names;
    }

    /// A machine whose name nobody resolves has one all the same; its certificate does without.
    private static List<String> machine() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return HOST.matcher(name).matches() && !ADDRESS.matcher(name).matches()
                    ? List.of(name)
                    : List.of();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                    .sorted()
                    .forEach(addresses::add);
        } catch (SocketException e) {
            return List.of("127.0.0.1");
        }
        return addresses;
    }
}
