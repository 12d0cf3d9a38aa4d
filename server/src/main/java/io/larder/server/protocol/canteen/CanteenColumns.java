package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.Column.Need.OPTIONAL;
import static io.larder.server.protocol.Column.Need.REQUIRED;
import static io.larder.server.protocol.Column.Type.DAY;
import static io.larder.server.protocol.Column.Type.FEN;
import static io.larder.server.protocol.Column.Type.INT;
import static io.larder.server.protocol.Column.Type.NUMBER;
import static io.larder.server.protocol.Column.Type.TEXT;
import static io.larder.server.protocol.Column.Type.TIME;

import io.larder.server.protocol.Column;
import io.larder.server.protocol.Table;
import io.larder.server.record.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The canteen's upload tables as data, columns in wire order. Source: PROTOCOL.md 2.1.
final class CanteenColumns {
    /// The field that numbers the rows of a table.
    static final String REC_NO = "recNo";

    /// Purchases; columns 11 to 13 come from dual-wallet terminals only.
    static final Table BUYLOG =
            Table.numbered(
                    "BUYLOG",
                    Kind.PURCHASE,
                    11,
                    List.of(REC_NO),
                    List.of(
                            new Column("SysID", "systemId", TEXT, OPTIONAL),
                            new Column("CardNo", "card", TEXT, REQUIRED),
                            new Column("PosTime", "time", TIME, REQUIRED),
                            new Column("PosMoney", "amountFen", FEN, REQUIRED),
                            new Column("Balance", "balanceFen", FEN, REQUIRED),
                            new Column("CardRecID", "cardSequence", INT, OPTIONAL),
                            new Column("State", "state", INT, OPTIONAL),
                            new Column("MealType", "meal", INT, OPTIONAL),
                            new Column("MealDate", "mealDate", DAY, OPTIONAL),
                            new Column("RecNo", REC_NO, NUMBER, REQUIRED),
                            new Column("OPID", "operator", TEXT, OPTIONAL),
                            new Column("SubPosMoney", "subAmountFen", FEN, OPTIONAL),
                            new Column("SubBalance", "subBalanceFen", FEN, OPTIONAL),
                            new Column("User_PIN", "pin", TEXT, OPTIONAL)));

    /// Top-ups with `OPID` before `RecNo`, as the format line prints them.
    static final Table FULLLOG_OPERATOR_FIRST =
            topUps(
                    new Column("OPID", "operator", TEXT, OPTIONAL),
                    new Column("RecNo", REC_NO, NUMBER, REQUIRED));

    /// Top-ups with `RecNo` before `OPID`, as the vendor's server reads them.
    static final Table FULLLOG_NUMBER_FIRST =
            topUps(
                    new Column("RecNo", REC_NO, NUMBER, REQUIRED),
                    new Column("OPID", "operator", TEXT, OPTIONAL));

    /// Subsidies.
    static final Table ALLOWLOG =
            Table.numbered(
                    "ALLOWLOG",
                    Kind.SUBSIDY,
                    10,
                    List.of(REC_NO),
                    List.of(
                            new Column("SysID", "systemId", TEXT, OPTIONAL),
                            new Column("CardNo", "card", TEXT, REQUIRED),
                            new Column("CardRecID", "cardSequence", INT, OPTIONAL),
                            new Column("Batch", "batch", INT, OPTIONAL),
                            new Column("AllowTime", "time", TIME, REQUIRED),
                            new Column("AllowMoney", "amountFen", FEN, REQUIRED),
                            new Column("Balance", "balanceFen", FEN, REQUIRED),
                            new Column("State", "state", INT, OPTIONAL),
                            new Column("BaseBatch", "baseBatch", INT, OPTIONAL),
                            new Column("RecNo", REC_NO, NUMBER, REQUIRED)));

    /// Goods of a purchase; `RecNo` points at it.
    static final Table STOREDETAIL = items("STOREDETAIL", "StoreNo", "goods");

    /// Price keys of a purchase; `RecNo` points at it.
    static final Table KEYDETAIL = items("KEYDETAIL", "KeyID", "key");

    private CanteenColumns() {}

    /// The copy that terminals keep of rows uploaded before: same columns, other table.
    static Table backup(Table table) {
        return table.as(table.name() + "BAK", "backup", true);
    }

    /// By name.
    static Map<String, Table> byName(Table... tables) {
        return Stream.of(tables).collect(Collectors.toMap(Table::name, Function.identity()));
    }

    private static Table topUps(Column seventh, Column eighth) {
        return Table.numbered(
                "FULLLOG",
                Kind.TOPUP,
                9,
                List.of(REC_NO),
                List.of(
                        new Column("SysID", "systemId", TEXT, OPTIONAL),
                        new Column("CardNo", "card", TEXT, REQUIRED),
                        new Column("CardRecNo", "cardSequence", INT, OPTIONAL),
                        new Column("SupTime", "time", TIME, REQUIRED),
                        new Column("Money", "amountFen", FEN, REQUIRED),
                        new Column("Balance", "balanceFen", FEN, REQUIRED),
                        new Column("LogType", "type", INT, OPTIONAL),
                        seventh,
                        eighth));
    }

    private static Table items(String name, String item, String by) {
        return Table.numbered(
                        name,
                        Kind.PURCHASE_ITEM,
                        4,
                        List.of(REC_NO, "line"),
                        List.of(
                                new Column("RecNo", REC_NO, NUMBER, REQUIRED),
                                new Column(item, "itemNo", TEXT, REQUIRED),
                                new Column("Price", "priceFen", FEN, REQUIRED),
                                new Column("RecSum", "line", NUMBER, REQUIRED)))
                .as(name, "by", by);
    }
}
