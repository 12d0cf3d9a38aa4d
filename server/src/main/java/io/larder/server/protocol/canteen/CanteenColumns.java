package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.Column.Need.OPTIONAL;
import static io.larder.server.protocol.Column.Need.REQUIRED;

import io.larder.server.protocol.Column;
import io.larder.server.protocol.Column.Type;
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
                            new Column("SysID", "systemId", Type.TEXT, OPTIONAL),
                            new Column("CardNo", "card", Type.TEXT, REQUIRED),
                            new Column("PosTime", "time", Type.TIME, REQUIRED),
                            new Column("PosMoney", "amountFen", Type.FEN, REQUIRED),
                            new Column("Balance", "balanceFen", Type.FEN, REQUIRED),
                            new Column("CardRecID", "cardSequence", Type.INT, OPTIONAL),
                            new Column("State", "state", Type.INT, OPTIONAL),
                            new Column("MealType", "meal", Type.INT, OPTIONAL),
                            new Column("MealDate", "mealDate", Type.DAY, OPTIONAL),
                            new Column("RecNo", REC_NO, Type.NUMBER, REQUIRED),
                            new Column("OPID", "operator", Type.TEXT, OPTIONAL),
                            new Column("SubPosMoney", "subAmountFen", Type.FEN, OPTIONAL),
                            new Column("SubBalance", "subBalanceFen", Type.FEN, OPTIONAL),
                            new Column("User_PIN", "pin", Type.TEXT, OPTIONAL)));

    /// Top-ups with `OPID` before `RecNo`, as the format line prints them.
    static final Table FULLLOG_OPERATOR_FIRST =
            topUps(
                    new Column("OPID", "operator", Type.TEXT, OPTIONAL),
                    new Column("RecNo", REC_NO, Type.NUMBER, REQUIRED));

    /// Top-ups with `RecNo` before `OPID`, as the vendor's server reads them.
    static final Table FULLLOG_NUMBER_FIRST =
            topUps(
                    new Column("RecNo", REC_NO, Type.NUMBER, REQUIRED),
                    new Column("OPID", "operator", Type.TEXT, OPTIONAL));

    /// Subsidies.
    static final Table ALLOWLOG =
            Table.numbered(
                    "ALLOWLOG",
                    Kind.SUBSIDY,
                    10,
                    List.of(REC_NO),
                    List.of(
                            new Column("SysID", "systemId", Type.TEXT, OPTIONAL),
                            new Column("CardNo", "card", Type.TEXT, REQUIRED),
                            new Column("CardRecID", "cardSequence", Type.INT, OPTIONAL),
                            new Column("Batch", "batch", Type.INT, OPTIONAL),
                            new Column("AllowTime", "time", Type.TIME, REQUIRED),
                            new Column("AllowMoney", "amountFen", Type.FEN, REQUIRED),
                            new Column("Balance", "balanceFen", Type.FEN, REQUIRED),
                            new Column("State", "state", Type.INT, OPTIONAL),
                            new Column("BaseBatch", "baseBatch", Type.INT, OPTIONAL),
                            new Column("RecNo", REC_NO, Type.NUMBER, REQUIRED)));

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
                        new Column("SysID", "systemId", Type.TEXT, OPTIONAL),
                        new Column("CardNo", "card", Type.TEXT, REQUIRED),
                        new Column("CardRecNo", "cardSequence", Type.INT, OPTIONAL),
                        new Column("SupTime", "time", Type.TIME, REQUIRED),
                        new Column("Money", "amountFen", Type.FEN, REQUIRED),
                        new Column("Balance", "balanceFen", Type.FEN, REQUIRED),
                        new Column("LogType", "type", Type.INT, OPTIONAL),
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
                                new Column("RecNo", REC_NO, Type.NUMBER, REQUIRED),
                                new Column(item, "itemNo", Type.TEXT, REQUIRED),
                                new Column("Price", "priceFen", Type.FEN, REQUIRED),
                                new Column("RecSum", "line", Type.NUMBER, REQUIRED)))
                .as(name, "by", by);
    }
}
