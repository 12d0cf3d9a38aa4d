package io.larder.server.protocol.meeting;

import static io.larder.server.protocol.CommandForm.command;
import static io.larder.server.protocol.Parameter.key;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.ValueForm.TEXT;
import static io.larder.server.protocol.ValueForm.WORD;
import static io.larder.server.protocol.meeting.MeetingForms.ANY_NAME;
import static io.larder.server.protocol.meeting.MeetingForms.FLAG;
import static io.larder.server.protocol.meeting.MeetingForms.MOMENT;
import static io.larder.server.protocol.meeting.MeetingForms.NAME;
import static io.larder.server.protocol.meeting.MeetingForms.NAMES;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandForm.Habit;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandTable;
import io.larder.server.protocol.Layout;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Parameter;
import io.larder.server.protocol.ValueForm;
import io.larder.server.record.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// How a meeting terminal is ordered to do things. Names, also misspelt ones, are as printed:
/// firmware was written from the same document. Sources: PROTOCOL.md 6.4, 6.8; traps T-099, T-106,
/// T-109, T-110, T-112, T-114.
///
/// ```
/// target = PERSON/pin=7                     all of a person
///          PERSON/pin=7>data                name, password, …
///          PERSON/pin=7>template=1>3>0      of type 1, number 3, part 0
///          PERSON/pin=7>card[>CC11]  >picture  >photo[>9]
///          MEETING/id=5   MEETING/id=5>data   MEETING/id=5>members=7
///          ROOM
/// ```
///
/// What names several people or meetings has no target.
public final class MeetingCommands {
    /// Members of an order that are lists and can be told in several orders.
    private static final List<String> LISTS = List.of("pins", "meetings");

    /// The largest number that a command can have: longer messages than with it there are none.
    private static final long LONGEST_NUMBER = 9_999_999_999_999_999L;

    /// All commands of meetings.
    public static final CommandLanguage LANGUAGE =
            new CommandTable(
                    Family.MEETING,
                    Stream.of(updates(), PersonOrders.forms(), removals(), others())
                            .flatMap(List::stream)
                            .toList(),
                    MeetingCommands::objection,
                    new MeetingSpelling());

    private MeetingCommands() {}

    /// The order in as many orders as it takes to keep each message below `mostBytes`: a long list
    /// of people or meetings is told in parts, anything else is one order.
    public static List<Order> parts(Order order, int mostBytes) {
        Optional<String> list = LISTS.stream().filter(order.fields()::containsKey).findFirst();
        String[] names = list.flatMap(order::value).orElse("").split(",");
        if (list.isEmpty() || names.length < 2 || bytes(order) < mostBytes) {
            return List.of(order);
        }
        int half = names.length / 2;
        List<Order> parts = new ArrayList<>();
        for (String[] some :
                List.of(
                        Arrays.copyOfRange(names, 0, half),
                        Arrays.copyOfRange(names, half, names.length))) {
            Map<String, String> fields = new LinkedHashMap<>(order.fields());
            fields.put(list.get(), String.join(",", some));
            parts.addAll(parts(new Order(order.name(), "", fields), mostBytes));
        }
        return parts;
    }

    /// The length of the message, at most.
    private static int bytes(Order order) {
        Audience anyone = new Audience("", null, false);
        return LANGUAGE.line(LONGEST_NUMBER, LANGUAGE.write(order, Map.of(), anyone)).length();
    }

    /// What the terminal did not say that it takes.
    private static Optional<String> objection(
            Order order, Audience audience, Map<String, String> said) {
        return Abilities.of(said)
                .flatMap(abilities ->
                        abilities.objection(order).or(() -> abilities.tooLong(bytes(order))));
    }

    private static List<CommandForm> updates() {
        return List.of(
                of("update.meeting", "adds or changes a meeting", meeting(">data", "id"), times())
                        .checked(MeetingCommands::timesInOrder)
                        .build(),
                of(
                                "update.meetingMember",
                                "says who takes part in a meeting",
                                MeetingCommands::members,
                                key("meetingId", NAME),
                                key("pins", NAMES))
                        .build());
    }

    private static Parameter[] times() {
        return new Parameter[] {
            required("name", TEXT),
            key("id", NAME),
            required("startTime", MOMENT),
            required("endTime", MOMENT),
            optional("startSignInTime", MOMENT),
            optional("lastSignInTime", MOMENT),
            optional("earSignOutTime", MOMENT),
            required("lastSignOutTime", MOMENT),
            required("applicant", TEXT)
        };
    }

    /// A meeting that ends before it begins was typed wrong.
    private static Optional<String> timesInOrder(Order order) {
        boolean backwards =
                MeetingForms.moment(value(order, "endTime"))
                        .flatMap(end ->
                                MeetingForms.moment(value(order, "startTime"))
                                        .filter(end::isBefore))
                        .isPresent();
        return backwards
                ? Optional.of("endTime is before startTime, expected it behind")
                : Optional.empty();
    }

    private static List<CommandForm> removals() {
        return List.of(
                delete("user", "removes people", people(""), required("pins", NAMES)),
                delete(
                        "bioPhoto",
                        "removes photos of people, or all",
                        MeetingCommands::photo,
                        photoFields()),
                delete(
                        "multiCard",
                        "removes the cards of people",
                        people(">card"),
                        required("pins", NAMES)),
                delete(
                        "meeting",
                        "removes meetings",
                        meeting("", "meetings"),
                        required("meetings", NAMES)),
                delete(
                        "meetingMember",
                        "takes people out of a meeting",
                        MeetingCommands::members,
                        key("meetingId", NAME),
                        key("pins", NAMES)),
                delete(
                        "userPhoto",
                        "removes the pictures of people",
                        people(">picture"),
                        required("pins", NAMES)));
    }

    private static Parameter[] photoFields() {
        return new Parameter[] {
            optional("pin", NAME),
            optional("type", ValueForm.NUMBER),
            optional("no", ValueForm.NUMBER)
        };
    }

    private static List<CommandForm> others() {
        return List.of(
                of(
                                "query.user",
                                "asks for a person, or for everyone",
                                _ -> "",
                                optional("pin", ANY_NAME).or(""))
                        .habits(Habit.SLOW)
                        .build(),
                clear("user", "erases all people"),
                clear("multiCard", "erases all cards"),
                clear("all", "erases everything"),
                named(
                                "cmd.option.set",
                                "says which room the terminal stands in",
                                _ -> "ROOM",
                                required("meetRoomName", TEXT),
                                optional("meetRoomManager", TEXT),
                                optional("meetRoomLocation", TEXT),
                                required("meetRoomCapacity", ValueForm.NUMBER),
                                optional("meetRoomManagerPin", ANY_NAME))
                        .build(),
                command(
                                "cmd.control.reboot",
                                "starts the terminal again",
                                Layout.MEMBERS,
                                optional("operator", WORD).or("larder"),
                                optional(MeetingSpelling.URGENT, FLAG).or("1"))
                        .habits(Habit.ENDS_BATCH, Habit.ONCE, Habit.RESTARTS, Habit.SLOW)
                        .build(),
                named("cmd.system.sync.time", "has the terminal ask for the time", _ -> "")
                        .build());
    }

    private static CommandForm clear(String what, String help) {
        return of("clear." + what, help, _ -> "").habits(Habit.ONCE).guard(Guard.CONFIRM).build();
    }

    private static CommandForm delete(
            String what, String help, Function<Order, String> target, Parameter... fields) {
        return of("delete." + what, help, target, fields).guard(Guard.CONFIRM).build();
    }

    private static CommandForm.Builder of(
            String name, String help, Function<Order, String> target, Parameter... fields) {
        return named("cmd.data." + name, help, target, fields);
    }

    /// Any command can be urgent.
    static CommandForm.Builder named(
            String name, String help, Function<Order, String> target, Parameter... fields) {
        List<Parameter> all = new ArrayList<>(List.of(fields));
        all.add(optional(MeetingSpelling.URGENT, FLAG));
        return command(name, help, Layout.MEMBERS, all.toArray(Parameter[]::new))
                .refined((order, traits) -> traits.about(target.apply(order)));
    }

    /// Of one person alone.
    private static Function<Order, String> people(String part) {
        return one("PERSON/pin=", "pins", part);
    }

    private static Function<Order, String> meeting(String part, String field) {
        return one("MEETING/id=", field, part);
    }

    private static Function<Order, String> one(String subject, String field, String part) {
        return order -> {
            String names = value(order, field);
            return names.isEmpty() || names.contains(",") ? "" : subject + names + part;
        };
    }

    private static String members(Order order) {
        String pins = value(order, "pins");
        return pins.contains(",")
                ? ""
                : "MEETING/id=" + value(order, "meetingId") + ">members=" + pins;
    }

    private static String photo(Order order) {
        String pin = value(order, "pin");
        String type = order.value("type").map(one -> OrderTraits.PART + one).orElse("");
        String number =
                order.value("no")
                        .filter(_ -> !type.isEmpty())
                        .map(one -> OrderTraits.PART + one)
                        .orElse("");
        return pin.isEmpty() ? "" : "PERSON/pin=" + pin + ">photo" + type + number;
    }

    static String value(Order order, String name) {
        return order.value(name).orElse("");
    }
}
