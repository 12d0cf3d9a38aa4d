package io.larder.server.protocol.attendance;

import static io.larder.server.protocol.CommandForm.command;
import static io.larder.server.protocol.Parameter.key;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.ValueForm.INTEGER;
import static io.larder.server.protocol.ValueForm.NUMBER;
import static io.larder.server.protocol.ValueForm.TEXT;
import static io.larder.server.protocol.ValueForm.WORD;
import static io.larder.server.protocol.attendance.AttendanceForms.CARD;
import static io.larder.server.protocol.attendance.AttendanceForms.FINGER;
import static io.larder.server.protocol.attendance.AttendanceForms.MOMENT;
import static io.larder.server.protocol.attendance.AttendanceForms.PICTURE;
import static io.larder.server.protocol.attendance.AttendanceForms.PIN;
import static io.larder.server.protocol.attendance.AttendanceForms.TEMPLATE;

import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Parameter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The people of an attendance terminal, their templates and pictures, fields in documented order.
/// Terminals that name no version know people and fingers alone, in older words. Sources:
/// PROTOCOL.md 2.3, 3.5, 7.5; traps T-050 to T-054.
///
/// ```
/// target = PERSON/PIN=7                        all of a person
///          PERSON/PIN=7>data                   name, card, …
///          PERSON/PIN=7>picture  >photo[>9]    pictures
///          PERSON/PIN=7>template=1>3[>0]       of type 1 (a finger), number 3, part 0
/// ```
final class PersonCommands {
    /// Types of templates that have commands of their own, as BIODATA numbers them.
    private static final String FINGERPRINT = "1";

    private static final String FACE = "2";

    private PersonCommands() {}

    static List<CommandForm> forms() {
        return Stream.of(changes(), removals(), questions()).flatMap(List::stream).toList();
    }

    private static List<CommandForm> changes() {
        return List.of(
                person(),
                finger(),
                face(),
                biodata(),
                update(
                        "USERPIC",
                        "adds or changes the picture of a person",
                        _ -> ">picture",
                        key("PIN", PIN),
                        optional("Size", NUMBER).measuring("Content"),
                        required("Content", PICTURE)),
                update(
                        "BIOPHOTO",
                        "adds or changes a photo that a template is made of",
                        order -> ">photo>" + value(order, "Type"),
                        key("PIN", PIN),
                        key("Type", NUMBER),
                        optional("Size", NUMBER).measuring("Content"),
                        optional("Content", PICTURE),
                        optional("URL", WORD),
                        optional("No", NUMBER),
                        optional("Index", NUMBER),
                        optional("Format", NUMBER),
                        optional("PostBackTmpFlag", NUMBER)));
    }

    private static List<CommandForm> removals() {
        return List.of(
                delete("USERINFO", "removes a person with all templates", _ -> "", key("PIN", PIN))
                        .before("DATA DEL_USER")
                        .build(),
                delete(
                                "FINGERTMP",
                                "removes a fingerprint of a person",
                                order -> template(FINGERPRINT, value(order, "FID")),
                                key("PIN", PIN),
                                key("FID", FINGER))
                        .before("DATA DEL_FP")
                        .build(),
                removed("USERPIC", "removes the picture of a person", _ -> ">picture"),
                removed("FACE", "removes the face of a person", _ -> ">template=" + FACE),
                removed("BIOPHOTO", "removes the photos of a person", _ -> ">photo"),
                delete(
                                "BIODATA",
                                "removes templates of one type of a person",
                                order ->
                                        template(value(order, "Type"))
                                                + order.value("No")
                                                        .map(no -> OrderTraits.PART + no)
                                                        .orElse(""),
                                key("PIN", PIN),
                                key("Type", NUMBER),
                                optional("No", NUMBER))
                        .versionsOnly("")
                        .build());
    }

    private static List<CommandForm> questions() {
        return List.of(
                query(
                        "USERINFO",
                        "asks for a person, or for all, without templates",
                        optional("PIN", PIN)),
                query(
                        "FINGERTMP",
                        "asks for fingerprints of a person",
                        required("PIN", PIN),
                        optional("FingerID", FINGER)),
                query(
                        "BIODATA",
                        "asks for templates of one type, of one person or of all",
                        required("Type", NUMBER),
                        optional("PIN", PIN),
                        optional("No", NUMBER)));
    }

    private static CommandForm person() {
        return change(
                        "USERINFO",
                        "adds or changes a person",
                        _ -> ">data",
                        key("PIN", PIN),
                        optional("Name", TEXT),
                        optional("Pri", NUMBER),
                        optional("Passwd", TEXT).hidden(),
                        optional("Card", CARD),
                        optional("Grp", NUMBER),
                        optional("TZ", TEXT),
                        optional("Verify", INTEGER).forVersions(),
                        optional("ViceCard", TEXT).forVersions(),
                        optional("StartDatetime", MOMENT).forVersions(),
                        optional("EndDatetime", MOMENT).forVersions())
                .before("DATA USER")
                .build();
    }

    private static CommandForm finger() {
        return change(
                        "FINGERTMP",
                        "adds or changes a fingerprint of a person",
                        order -> template(FINGERPRINT, value(order, "FID")),
                        key("PIN", PIN),
                        key("FID", FINGER),
                        optional("Size", NUMBER).measuring("TMP"),
                        optional("Valid", NUMBER).or("1"),
                        required("TMP", TEMPLATE))
                .before("DATA FP")
                .build();
    }

    /// `VAILD` is how the document spells it.
    private static CommandForm face() {
        return update(
                "FACE",
                "adds or changes a part of the face of a person",
                order -> template(FACE, value(order, "FID")),
                key("PIN", PIN),
                key("FID", NUMBER),
                optional("SIZE", NUMBER).measuring("TMP"),
                optional("VAILD", NUMBER).or("1"),
                required("TMP", TEMPLATE));
    }

    private static CommandForm biodata() {
        return update(
                "BIODATA",
                "adds or changes a template of a person",
                PersonCommands::part,
                key("PIN", PIN),
                optional("No", NUMBER).or("0"),
                optional("Index", NUMBER).or("0"),
                optional("Valid", NUMBER).or("1"),
                key("Type", NUMBER),
                optional("MajorVer", NUMBER),
                optional("MinorVer", NUMBER),
                optional("Format", NUMBER),
                required("Tmp", TEMPLATE));
    }

    private static String part(Order order) {
        return template(value(order, "Type"), order.value("No").orElse("0"))
                + OrderTraits.PART
                + order.value("Index").orElse("0");
    }

    private static String template(String type) {
        return OrderTraits.PART + "template=" + type;
    }

    private static String template(String type, String number) {
        return template(type) + OrderTraits.PART + number;
    }

    private static CommandForm update(
            String table, String help, Function<Order, String> part, Parameter... fields) {
        return change(table, help, part, fields).versionsOnly("").build();
    }

    private static CommandForm.Builder change(
            String table, String help, Function<Order, String> part, Parameter... fields) {
        return of("DATA UPDATE " + table, help, part, fields);
    }

    private static CommandForm removed(String table, String help, Function<Order, String> part) {
        return delete(table, help, part, key("PIN", PIN)).versionsOnly("").build();
    }

    private static CommandForm.Builder delete(
            String table, String help, Function<Order, String> part, Parameter... fields) {
        return of("DATA DELETE " + table, help, part, fields).guard(Guard.CONFIRM);
    }

    private static CommandForm.Builder of(
            String name, String help, Function<Order, String> part, Parameter... fields) {
        return command(name, help, Layout.TABBED, fields)
                .refined((order, traits) ->
                        traits.about("PERSON/PIN=" + value(order, "PIN") + part.apply(order)));
    }

    private static CommandForm query(String table, String help, Parameter... fields) {
        return command("DATA QUERY " + table, help, Layout.TABBED, fields)
                .habits(Habit.SLOW)
                .versionsOnly("")
                .build();
    }

    private static String value(Order order, String name) {
        return order.value(name).orElse("");
    }
}
