package io.larder.server.relay.push;

import io.larder.crypto.Secret;
import io.larder.server.record.Family;
import io.larder.server.terminal.Facts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a terminal says first and when it polls, in its own words: from the facts that it gave the
/// box. Sources: PROTOCOL.md 1.1.1, 1.2.1, 1.2.7.
final class Introduction {
    /// Documented parameters, in documented order and spelling; `ip` is left out, it names the
    /// server.
    private static final List<String> CANTEEN =
            List.of(
                    "fireVer",
                    "build",
                    "language",
                    "devicename",
                    "device_type",
                    "IsConsumeFunType",
                    "pushver");

    private static final List<String> ATTENDANCE =
            List.of("pushver", "DeviceType", "language", "PushOptionsFlag");

    private Introduction() {}

    /// The target of an initialisation.
    static String hello(
            Family family, String serial, Map<String, String> facts, Optional<Secret> key) {
        boolean canteen = family == Family.CANTEEN;
        StringBuilder target = new StringBuilder(canteen ? "/iclock/cpos" : "/iclock/cdata");
        target.append("?SN=").append(serial).append("&options=all");
        Map<String, String> said = Facts.said(facts);
        for (String name : canteen ? CANTEEN : ATTENDANCE) {
            String value = said.getOrDefault(name.toLowerCase(Locale.ROOT), "");
            if (!value.isEmpty()) {
                target.append('&').append(name).append('=').append(escaped(value));
            }
        }
        key.ifPresent(secret -> target.append("&pushcommkey=").append(escaped(secret.reveal())));
        return target.toString();
    }

    /// The target of a poll; the first one after an initialisation says how full the terminal was
    /// when it said so last. How far a canteen terminal's numbers go (`devno`) is not said: the
    /// server would miss what is on its way.
    static String poll(Family family, String serial, Map<String, String> facts, boolean first) {
        if (family == Family.CANTEEN) {
            return "/iclock/posrequest?SN=" + serial;
        }
        String info = Facts.said(facts).getOrDefault("info", "");
        String target = "/iclock/getrequest?SN=" + serial;
        return first && !info.isEmpty() ? target + "&INFO=" + escaped(info) : target;
    }

    /// The target of replies to commands.
    static String replies(Family family, String serial) {
        return (family == Family.CANTEEN ? "/iclock/posdevicecmd" : "/iclock/devicecmd")
                + "?SN="
                + serial;
    }

    /// Only what would end the parameter or the request line, or is no character of one, is
    /// escaped.
    private static String escaped(String value) {
        StringBuilder out = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c > ' ' && c < 0x7F && "&#%+\"<>".indexOf(c) < 0;
            out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return out.toString();
    }
}
