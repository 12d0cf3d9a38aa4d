package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// UPDATE, DELETE and QUERY of the tables:
///
/// ```
/// verb " " table " " key "=" value (TAB key "=" value)*
/// ```
///
/// Without a condition DELETE takes the whole table, and so does QUERY: S0 says so, and a box that
/// ever sends that must be seen to do harm (PROTOCOL.md T-020).
final class TableOrders {
    /// Of one value, encoded.
    private static final int LONGEST_VALUE = 128;

    /// What only a terminal with two wallets has a use for.
    private static final Set<String> DUAL_WALLET = Set.of("StartDate", "ClearFlag", "EndFlag");

    private final Serial serial;
    private final Dialect dialect;
    private final boolean dualWallet;
    private final TerminalMemory memory;

    TableOrders(Serial serial, Dialect dialect, boolean dualWallet, TerminalMemory memory) {
        this.serial = serial;
        this.dialect = dialect;
        this.dualWallet = dualWallet;
        this.memory = memory;
    }

    /// Carries `order` out and gives its return code.
    long obey(Order order, Reach reach) throws InterruptedException {
        Optional<HeldTable> table = table(Order.head(order.rest()));
        if (table.isEmpty()) {
            return Codes.UNSUPPORTED;
        }
        String text = Order.tail(order.rest());
        if (longest(text) > LONGEST_VALUE) {
            return Codes.TOO_LONG;
        }
        Optional<Map<String, String>> fields = fields(table.get(), text);
        if (fields.isEmpty()) {
            return Codes.PARAMETER;
        }
        return switch (order.verb()) {
            case "UPDATE" -> update(table.get(), fields.get());
            case "DELETE" -> delete(table.get(), fields.get());
            default -> query(table.get(), fields.get(), reach);
        };
    }

    private long update(HeldTable table, Map<String, String> fields) {
        for (String key : table.keys()) {
            if (fields.getOrDefault(key, "").isEmpty()) {
                return Codes.PARAMETER;
            }
        }
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (table.isNumber(field.getKey()) && !field.getValue().matches("-?\\d{1,10}")) {
                return Codes.PARAMETER;
            }
            if (!dualWallet && DUAL_WALLET.contains(field.getKey())) {
                return Codes.CONFIGURATION;
            }
        }
        return memory.put(table, fields) ? Codes.DONE : Codes.FULL;
    }

    private long delete(HeldTable table, Map<String, String> condition) {
        if (!table.keys().containsAll(condition.keySet())) {
            return Codes.PARAMETER;
        }
        memory.remove(table, condition);
        return Codes.DONE;
    }

    /// The rows found go up as an upload of their own, as attendance terminals do it; S0 does not
    /// say how.
    private long query(HeldTable table, Map<String, String> condition, Reach reach)
            throws InterruptedException {
        if (condition.isEmpty() || !table.keys().containsAll(condition.keySet())) {
            return delete(table, condition);
        }
        List<Map<String, String>> rows = memory.find(table, condition);
        if (!rows.isEmpty()) {
            StringBuilder body = new StringBuilder();
            for (Map<String, String> row : rows) {
                StringJoiner line = new StringJoiner("\t", "", "\n");
                row.forEach((field, value) -> line.add(spelled(table, field) + "=" + value));
                body.append(line);
            }
            String target = "/iclock/cpos?SN=" + serial + "&table=" + spelled(table) + "&Stamp=0";
            byte[] encoded = body.toString().getBytes(dialect.charset());
            reach.upload(Call.post(target, Bytes.wrap(encoded)));
        }
        return Codes.DONE;
    }

    /// Empty when a field is not of this table or is no field at all.
    private Optional<Map<String, String>> fields(HeldTable table, String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("\t", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            Optional<String> field = field(table, part.substring(0, equals));
            Optional<String> value = decoded(part.substring(equals + 1));
            if (field.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            fields.put(field.get(), value.get());
        }
        return Optional.of(fields);
    }

    private Optional<HeldTable> table(String name) {
        for (HeldTable table : HeldTable.values()) {
            if (spelled(table).equals(name)) {
                return Optional.of(table);
            }
        }
        return Optional.empty();
    }

    private Optional<String> field(HeldTable table, String name) {
        return table.fields().stream().filter(f -> spelled(table, f).equals(name)).findFirst();
    }

    private String spelled(HeldTable table) {
        return table == HeldTable.FIXED ? dialect.fixed() : table.name();
    }

    private String spelled(HeldTable table, String field) {
        boolean password = table == HeldTable.USERINFO && field.equals("Password");
        return password ? dialect.password() : field;
    }

    private static int longest(String text) {
        int longest = 0;
        for (String part : text.split("\t", -1)) {
            longest = Math.max(longest, part.length() - part.indexOf('=') - 1);
        }
        return longest;
    }

    private Optional<String> decoded(String bytes) {
        try {
            ByteBuffer raw = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return Optional.of(dialect.charset().newDecoder().decode(raw).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
