package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Dialect;
import io.larder.server.protocol.Lines;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Sender;
import io.larder.server.protocol.Table;
import io.larder.server.protocol.Text;
import io.larder.server.protocol.Unread;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the rows of a canteen upload mean. The same upload and the same learned facts always give
/// the same reading. Sources: PROTOCOL.md 2.1; traps T-016 to T-019, T-034, T-043.
public final class CanteenTables {
    /// Fact: `dual` once a terminal showed rows of two wallets, or because it said so at
    /// initialisation (`IsConsumeFunType` bit 1); `single` when it said the contrary.
    public static final String WALLET = "wallet";

    private static final String DUAL = "dual";
    private static final String SINGLE = "single";
    private static final String TOP_UPS = "FULLLOG";
    private static final String TOP_UPS_BACKUP = "FULLLOGBAK";
    private static final String TIMED = "TIMEDETAIL";
    private static final int SINGLE_WALLET_COLUMNS = 11;
    private static final int OPERATOR_COLUMN = 10;

    /// An operator is a short number; the amounts of a second wallet glued to it are longer.
    private static final int LONGEST_OPERATOR = 10;

    /// Top-ups are missing here: their layout is found per upload.
    private static final Map<String, Table> TABLES =
            CanteenColumns.byName(
                    CanteenColumns.BUYLOG,
                    CanteenColumns.backup(CanteenColumns.BUYLOG),
                    CanteenColumns.ALLOWLOG,
                    CanteenColumns.backup(CanteenColumns.ALLOWLOG),
                    CanteenColumns.STOREDETAIL,
                    CanteenColumns.KEYDETAIL);

    /// True when each line of `table`, in capitals, is a row of its own.
    public static boolean isLineByLine(String table) {
        return TABLES.containsKey(table) || table.equals(TOP_UPS) || table.equals(TOP_UPS_BACKUP);
    }

    private record Line(Bytes raw, List<String> cells) {}

    private CanteenTables() {}

    /// True when `table`, in capitals, is one that only canteen terminals send.
    static boolean has(String table) {
        return isLineByLine(table) || table.equals(TIMED);
    }

    /// The [#WALLET] fact that an initialisation states: bit 1 of `IsConsumeFunType`, 0 when it is
    /// not sent; other bits are nobody's business here (trap T-045).
    public static String wallet(Query hello) {
        String bits = hello.text("IsConsumeFunType", "0");
        return bits.matches("\\d{1,9}") && (Integer.parseInt(bits) & 2) != 0 ? DUAL : SINGLE;
    }

    /// Reads an upload. `learned` holds what is known of the terminal: [Dialect#TIME_DECODER],
    /// [#WALLET], `fulllog.layout`.
    public static Reading read(Wire.Request wire, Map<String, String> learned) {
        String name = Sender.table(wire);
        Table table = TABLES.get(name);
        if (table != null) {
            return read(wire, table, learned, new HashMap<>());
        }
        return name.equals(TOP_UPS) || name.equals(TOP_UPS_BACKUP)
                ? readTopUps(wire, name, learned)
                : unread(wire, name);
    }

    private static Reading unread(Wire.Request wire, String name) {
        String reason =
                name.isEmpty()
                        ? "kept raw: no table is named"
                        : "kept raw: table " + name + " is not read yet";
        return Unread.reading(Family.CANTEEN, name, reason, wire, List.of());
    }

    private static Reading readTopUps(Wire.Request wire, String name, Map<String, String> learned) {
        List<List<String>> rows = lines(wire.body()).stream().map(Line::cells).toList();
        Map<String, String> facts = new HashMap<>();
        Optional<TopUpLayout> proven =
                TopUpLayout.proven(rows, CanteenBookmarks.stampId(wire.query()));
        proven.ifPresent(layout -> facts.put(TopUpLayout.FACT, layout.word()));
        TopUpLayout layout =
                proven.or(() -> TopUpLayout.of(learned.getOrDefault(TopUpLayout.FACT, "")))
                        .or(() -> TopUpLayout.counted(rows))
                        .orElse(TopUpLayout.OPERATOR_FIRST);
        Table table = layout.table();
        Reading reading =
                read(
                        wire,
                        name.equals(TOP_UPS) ? table : CanteenColumns.backup(table),
                        learned,
                        facts);
        String before = learned.getOrDefault(TopUpLayout.FACT, layout.word());
        return before.equals(layout.word()) ? reading : turned(reading, before, layout);
    }

    private static Reading turned(Reading reading, String before, TopUpLayout layout) {
        List<String> notices = new ArrayList<>(reading.notices());
        notices.add(
                reading.table()
                        + " columns are "
                        + layout.word()
                        + ", expected "
                        + before
                        + " as in earlier uploads: operators of those may be record numbers");
        return new Reading(
                reading.family(),
                reading.table(),
                reading.rows(),
                reading.bookmarks(),
                reading.learned(),
                notices);
    }

    private static Reading read(
            Wire.Request wire,
            Table table,
            Map<String, String> learned,
            Map<String, String> facts) {
        List<Line> lines = lines(wire.body());
        List<List<String>> cells = lines.stream().map(Line::cells).toList();
        if (isPurchases(table) && cells.stream().anyMatch(CanteenTables::isDualWallet)) {
            facts.put(WALLET, DUAL);
        }
        String wallet = facts.getOrDefault(WALLET, learned.getOrDefault(WALLET, ""));
        Decoder decoder = Dialect.decoder(learned);
        List<Row> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(
                    isPurchases(table) && isGlued(line.cells, wallet)
                            ? glued(table, line)
                            : table.read(line.raw, line.cells, decoder));
        }
        CanteenBookmarks bookmarks = CanteenBookmarks.of(table, wire.query(), cells);
        return new Reading(
                Family.CANTEEN, table.name(), rows, bookmarks.moves(), facts, bookmarks.notices());
    }

    private static List<Line> lines(Bytes body) {
        return Lines.of(body).stream()
                .map(raw -> new Line(raw, Lines.columns(Text.decode(raw))))
                .toList();
    }

    private static boolean isPurchases(Table table) {
        return table.columns().equals(CanteenColumns.BUYLOG.columns());
    }

    private static boolean isDualWallet(List<String> cells) {
        return cells.stream().skip(SINGLE_WALLET_COLUMNS).anyMatch(cell -> !cell.isBlank());
    }

    private static boolean isGlued(List<String> cells, String wallet) {
        return cells.size() >= SINGLE_WALLET_COLUMNS
                && !isDualWallet(cells)
                && cells.get(OPERATOR_COLUMN).strip().length() > LONGEST_OPERATOR
                && !wallet.equals(SINGLE);
    }

    private static Row glued(Table table, Line line) {
        return new Row.Odd(
                line.raw,
                table.name()
                        + " column OPID is '"
                        + line.cells.get(OPERATOR_COLUMN).strip()
                        + "', expected an operator of at most "
                        + LONGEST_OPERATOR
                        + " characters: a second wallet's columns seem to be glued to it");
    }
}
