package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.CommandForm.command;
import static io.larder.server.protocol.Parameter.key;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.ValueForm.FEN;
import static io.larder.server.protocol.ValueForm.INTEGER;
import static io.larder.server.protocol.ValueForm.NUMBER;
import static io.larder.server.protocol.ValueForm.TEXT;
import static io.larder.server.protocol.ValueForm.TIME;
import static io.larder.server.protocol.ValueForm.WORD;

import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.Fact;
import io.larder.server.protocol.Fact.Way;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.Parameter;
import io.larder.server.protocol.Parameter.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The tables that a canteen terminal is filled with, fields in documented order, and the commands
/// that change and ask for them. They carry no word DATA. Sources: PROTOCOL.md 3.4 "Tables for
/// UPDATE"; traps T-020 to T-024.
final class SiteTables {
    private static final Fact FIXED_NAME =
            Fact.of("fixed.name", new Way("FIXED", "FIXED"), new Way("FIXD", "FIXD"));
    private static final Fact USER_PASSWORD =
            Fact.of(
                    "user.password",
                    new Way("Password", "Password="),
                    new Way("PassWord", "PassWord="));
    private static final Fact SUBSIDY_END =
            Fact.of(
                    "subsidy.end",
                    new Way("enddate", "enddate="),
                    new Way("downdate", "downdate="));

    /// A table: what it holds, how terminals disagree about its name, its fields.
    private record SiteTable(
            String name, String holds, @Nullable Fact spelling, List<Parameter> fields) {}

    private static final List<SiteTable> TABLES =
            List.of(
                    table(
                            "USERINFO",
                            "a person and a card",
                            key("SysID", NUMBER),
                            optional("UserID", WORD),
                            optional("PIN", WORD),
                            optional("CardNo", WORD),
                            optional("Name", TEXT),
                            optional("Password", TEXT).spelled(USER_PASSWORD).hidden(),
                            optional("SegNo", NUMBER),
                            optional("UserType", NUMBER),
                            optional("Privage", NUMBER)),
                    table(
                            "PRESSKEY",
                            "the price of a key",
                            key("KeyID", NUMBER),
                            required("Price", FEN)),
                    table(
                            "STOREINFO",
                            "a good",
                            key("StoreNo", NUMBER),
                            optional("Name", TEXT),
                            optional("Bc", WORD),
                            optional("Price", FEN),
                            optional("agio", NUMBER)),
                    table(
                            "MEALTYPE",
                            "a meal",
                            key("Mlid", NUMBER),
                            optional("Name", TEXT),
                            optional("Start", TIME),
                            optional("End", TIME)),
                    table(
                            "TIMESEG",
                            "a time segment",
                            key("SegID", NUMBER),
                            key("TsID", NUMBER),
                            optional("Start", TIME),
                            optional("End", TIME)),
                    new SiteTable(
                            "FIXED",
                            "a fixed price",
                            FIXED_NAME,
                            List.of(
                                    key("TsID", NUMBER),
                                    optional("Start", TIME),
                                    optional("End", TIME),
                                    optional("Price", FEN))),
                    table(
                            "CARDTYPE",
                            "a card type",
                            key("SortID", NUMBER),
                            optional("Name", TEXT),
                            optional("rebate", NUMBER),
                            optional("Timemaxmoney", FEN),
                            optional("Daymaxmoney", FEN),
                            optional("Mealmaxmoney", FEN),
                            optional("Daymaxtimes", NUMBER),
                            optional("Mealmaxtimes", NUMBER),
                            optional("Lowlimit", INTEGER),
                            optional("Maxlimit", FEN),
                            optional("MealType", NUMBER),
                            optional("Enable", NUMBER),
                            optional("limit", INTEGER),
                            optional("BatchNo", NUMBER),
                            optional("UseFinger", NUMBER)),
                    table(
                            "SUBSIDYLOG",
                            "a subsidy",
                            key("SysID", NUMBER),
                            optional("CardNo", WORD),
                            key("Batch", NUMBER),
                            required("Money", FEN),
                            optional("allowDate", CanteenForms.SUBSIDY_DAY),
                            optional("enddate", CanteenForms.SUBSIDY_DAY).spelled(SUBSIDY_END),
                            optional("StartDate", CanteenForms.SUBSIDY_DAY).forDualWallet(),
                            optional("ClearFlag", NUMBER).forDualWallet(),
                            optional("EndFlag", NUMBER).forDualWallet()));

    private SiteTables() {}

    /// UPDATE, DELETE and QUERY of every table.
    static List<CommandForm> forms() {
        return Stream.of("UPDATE", "DELETE", "QUERY")
                .flatMap(verb -> TABLES.stream().map(table -> form(verb, table)))
                .toList();
    }

    private static CommandForm form(String verb, SiteTable table) {
        String name = verb + " " + table.name;
        boolean update = verb.equals("UPDATE");
        List<Parameter> fields = update ? table.fields : condition(table.fields);
        return command(name, help(verb, table), Layout.TABBED, fields.toArray(Parameter[]::new))
                .lastWord(table.spelling)
                .changes(verb.equals("QUERY") ? "" : table.name)
                .build();
    }

    private static String help(String verb, SiteTable table) {
        return switch (verb) {
            case "UPDATE" -> "adds or changes " + table.holds;
            case "DELETE" -> "removes " + table.holds;
            default -> "asks for " + table.holds;
        };
    }

    /// The keys, of which the first must be there: without a condition everything could go.
    private static List<Parameter> condition(List<Parameter> fields) {
        List<Parameter> keys = new ArrayList<>();
        for (Parameter field : fields) {
            if (field.need() == Need.KEY) {
                keys.add(keys.isEmpty() ? field : field.needed(Need.CONDITION));
            }
        }
        return keys;
    }

    private static SiteTable table(String name, String holds, Parameter... fields) {
        return new SiteTable(name, holds, null, List.of(fields));
    }
}
