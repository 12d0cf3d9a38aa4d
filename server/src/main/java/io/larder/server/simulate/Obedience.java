package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a canteen terminal carries out commands, written from the protocol (PROTOCOL.md 3.4) and not
/// from the box, so that the two share no mistake. What its firmware does not know it refuses.
final class Obedience {
    private static final long FLASH_KILOBYTES = 131_072;

    private final Dialect dialect;
    private final TerminalMemory memory;
    private final Mishaps mishaps;
    private final TableOrders tables;
    private final RecordOrders records;
    private final FileOrders files;

    Obedience(
            Serial serial,
            Dialect dialect,
            boolean dualWallet,
            TerminalMemory memory,
            Mishaps mishaps) {
        this.dialect = dialect;
        this.memory = memory;
        this.mishaps = mishaps;
        this.tables = new TableOrders(serial, dialect, dualWallet, memory);
        this.records = new RecordOrders(serial, dialect, memory);
        this.files = new FileOrders(memory);
    }

    /// Carries `order` out, or refuses it, and says what is to be said about it.
    Reply obey(Order order, Reach reach) throws InterruptedException {
        if (dialect.unknown().contains(order.verb())) {
            return line(order, Codes.UNSUPPORTED);
        }
        if (mishaps.isBusy()) {
            return line(order, Codes.BUSY);
        }
        String rest = order.rest();
        return switch (order.verb()) {
            case "UPDATE", "DELETE", "QUERY" -> line(order, tables.obey(order, reach));
            case "CLEAR" -> line(order, records.clear(rest));
            case "CHECK" -> line(order, records.check(rest, reach));
            case "SYNC" -> line(order, records.sync(rest, reach));
            case "COLL" -> line(order, records.coll(rest, reach));
            case "SET" -> line(order, set(rest));
            case "INFO" -> new Reply.Facts(order.id(), facts());
            case "REBOOT" -> new Reply.Silence(order.id());
            case "PutFile" -> line(order, files.put(rest, reach));
            case "GetFile" -> files.get(order);
            case "SHELL" -> files.shell(order);
            default -> line(order, Codes.UNSUPPORTED);
        };
    }

    private Reply line(Order order, long code) {
        return new Reply.Line(order.id(), code, dialect.nameOf(order));
    }

    /// `OPTION item=value (TAB item=value)*`, all or nothing.
    private long set(String rest) {
        Map<String, String> items = new LinkedHashMap<>();
        for (String item : Order.tail(rest).split("\t", -1)) {
            int equals = item.indexOf('=');
            if (!Order.head(rest).equals("OPTION") || equals < 1) {
                return Codes.PARAMETER;
            }
            items.put(item.substring(0, equals), item.substring(equals + 1));
        }
        items.forEach(memory::set);
        return Codes.DONE;
    }

    private Map<String, String> facts() {
        long users = memory.count(HeldTable.USERINFO);
        long black = memory.blackUsers();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("BlackUserCount", Long.toString(black));
        facts.put("WhiteUserCount", Long.toString(users - black));
        facts.put("FPCount", "0");
        facts.put("FlashSize", Long.toString(FLASH_KILOBYTES));
        facts.put("FreeFlashSize", Long.toString(FLASH_KILOBYTES - users));
        facts.put("PUSHVersion", "4.0.1");
        for (RecordTable table : RecordTable.values()) {
            facts.put(table.fact, Integer.toString(memory.records().count(table)));
        }
        return facts;
    }
}
