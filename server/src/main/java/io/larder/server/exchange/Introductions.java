package io.larder.server.exchange;

import io.larder.server.protocol.Query;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.attendance.TerminalInfo;
import io.larder.server.protocol.canteen.CanteenTables;
import io.larder.server.record.Family;
import io.larder.server.terminal.Facts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a terminal says of itself, as facts. At initialisation unknown parameters are kept too; the
/// serial number is the subject, and the binding key is a secret. A poll may say which records the
/// terminal makes (`type`), its largest record number (`devno`) and, in `INFO`, its firmware and
/// how full it is.
final class Introductions {
    private static final Set<String> NOT_FACTS = Set.of("sn", "options", "pushcommkey");
    private static final List<String> POLLED = List.of("type", "devno", "info");
    private static final Set<String> KINDS = Set.of("pos", "full", "allow");
    private static final int MOST_FACTS = 64;
    private static final int LONGEST_VALUE = 256;

    private Introductions() {}

    static Map<String, String> facts(Request.Hello hello) {
        Map<String, String> facts = new TreeMap<>();
        Query query = hello.wire().query();
        for (String name : query.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            String value = query.text(name, "");
            if (!NOT_FACTS.contains(lower)
                    && facts.size() < MOST_FACTS
                    && lower.length() <= LONGEST_VALUE
                    && value.length() <= LONGEST_VALUE) {
                facts.put(Facts.said(lower), value);
            }
        }
        facts.put(Facts.FAMILY, hello.family().word());
        // Who names no version is of the oldest generation: known now, where it was not before.
        facts.putIfAbsent(Facts.said("pushver"), "");
        if (hello.family() == Family.CANTEEN && query.has("IsConsumeFunType")) {
            facts.put(Facts.learned(CanteenTables.WALLET), CanteenTables.wallet(query));
        }
        return facts;
    }

    /// What a poll says that changes all the time: worth remembering, not worth an entry each.
    static Map<String, String> polled(Query query) {
        Map<String, String> polled = new TreeMap<>();
        for (String name : POLLED) {
            query.text(name)
                    .filter(value -> !value.isEmpty() && value.length() <= LONGEST_VALUE)
                    .ifPresent(value -> polled.put(name, value));
        }
        // A terminal that makes several kinds of records says the number of one kind a poll.
        String type = polled.getOrDefault("type", "").toLowerCase(Locale.ROOT);
        if (polled.containsKey("devno") && KINDS.contains(type)) {
            polled.put("devno." + type, polled.get("devno"));
        }
        return polled;
    }

    /// What a poll says that stays, out of the comma list in `INFO`: the firmware, of attendance
    /// terminals also the versions of their algorithms and what they take.
    static Map<String, String> lasting(Map<String, String> polled) {
        String info = polled.getOrDefault("info", "");
        Map<String, String> lasting = new TreeMap<>();
        String firmware = info.split(",", 2)[0].strip();
        if (!firmware.isEmpty()) {
            lasting.put(Facts.said("firmware"), firmware);
        }
        TerminalInfo.read(info)
                .map(TerminalInfo::lasting)
                .orElse(Map.of())
                .forEach((name, value) -> lasting.put(Facts.said(name), value));
        return lasting;
    }

    /// What is written down when something that stays has changed: that, and how full the terminal
    /// is just now.
    static Map<String, String> written(Map<String, String> lasting, Map<String, String> polled) {
        Map<String, String> written = new TreeMap<>(lasting);
        written.put(Facts.said(TerminalInfo.FACT), polled.getOrDefault("info", ""));
        return written;
    }
}
