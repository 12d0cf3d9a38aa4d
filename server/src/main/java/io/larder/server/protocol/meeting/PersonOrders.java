package io.larder.server.protocol.meeting;

import static io.larder.server.protocol.Parameter.key;
import static io.larder.server.protocol.Parameter.optional;
import static io.larder.server.protocol.Parameter.required;
import static io.larder.server.protocol.ValueForm.NUMBER;
import static io.larder.server.protocol.ValueForm.TEXT;
import static io.larder.server.protocol.ValueForm.WORD;
import static io.larder.server.protocol.meeting.MeetingCommands.value;

import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import java.util.List;
import java.util.Optional;

/// Orders that tell a meeting terminal of a person, of a card, or of a photo. A template travels
/// with its person, one in an order. Sources: PROTOCOL.md 6.7, 6.8; traps T-101, T-109.
final class PersonOrders {
    private static final String TEMPLATE = "bioTmp";

    /// What a template must say besides.
    private static final List<String> OF_TEMPLATE =
            List.of("bioType", "bioMajorVer", "bioMinorVer", "bioFmt", TEMPLATE);

    private PersonOrders() {}

    static List<CommandForm> forms() {
        return List.of(
                person(),
                MeetingCommands.named(
                                "cmd.data.update.multiCard",
                                "adds or changes a card of a person",
                                order -> person(order) + ">card>" + value(order, "card"),
                                key("pin", MeetingForms.NAME),
                                key("card", MeetingForms.NAME),
                                required("type", MeetingForms.FLAG).or("0"),
                                required("lossFlag", MeetingForms.FLAG).or("0"))
                        .build(),
                MeetingCommands.named(
                                "cmd.data.update.bioPhoto",
                                "has the terminal fetch a photo that a template is made of",
                                order ->
                                        person(order)
                                                + ">photo>"
                                                + value(order, "type")
                                                + numbers(order, "no"),
                                key("pin", MeetingForms.NAME),
                                optional("no", NUMBER).or("0"),
                                optional("index", NUMBER).or("0"),
                                key("type", NUMBER),
                                required("url", WORD))
                        .build());
    }

    private static CommandForm person() {
        return MeetingCommands.named(
                        "cmd.data.update.user",
                        "adds or changes a person, with a template or without",
                        PersonOrders::target,
                        key("pin", MeetingForms.NAME),
                        required("role", NUMBER).or("0"),
                        optional("password", MeetingForms.DIGEST).hidden(),
                        optional("passwordSalt", MeetingForms.SALT).hidden(),
                        optional("startTime", MeetingForms.MOMENT),
                        optional("endTime", MeetingForms.MOMENT),
                        required("firstName", TEXT),
                        optional("lastName", TEXT),
                        required("funSwitch", MeetingForms.DIGIT).or("0"),
                        required("disable", MeetingForms.FLAG).or("0"),
                        optional("ruleType", MeetingForms.DIGIT),
                        optional("bioNo", NUMBER).or("0", TEMPLATE),
                        optional("bioIndex", NUMBER).or("0", TEMPLATE),
                        optional("bioValid", MeetingForms.FLAG).or("1", TEMPLATE),
                        optional("bioDuress", MeetingForms.FLAG).or("0", TEMPLATE),
                        optional("bioType", NUMBER),
                        optional("bioMajorVer", WORD),
                        optional("bioMinorVer", WORD),
                        optional("bioFmt", MeetingForms.DIGIT),
                        optional(TEMPLATE, MeetingForms.TEMPLATE))
                .checked(PersonOrders::incomplete)
                .build();
    }

    /// A digest without its salt is of no use, and neither is a template that does not say what it
    /// is.
    private static Optional<String> incomplete(Order order) {
        if (order.value("password").isPresent() != order.value("passwordSalt").isPresent()) {
            return Optional.of("password and passwordSalt are expected together");
        }
        boolean template = order.fields().keySet().stream().anyMatch(MeetingSpelling::isOfTemplate);
        return OF_TEMPLATE.stream()
                .filter(name -> template && value(order, name).isEmpty())
                .findFirst()
                .map(name -> name + " is missing, expected with a template");
    }

    private static String target(Order order) {
        return order.value(TEMPLATE).isPresent()
                ? person(order)
                        + ">template="
                        + value(order, "bioType")
                        + numbers(order, "bioNo", "bioIndex")
                : person(order) + ">data";
    }

    private static String person(Order order) {
        return "PERSON/pin=" + value(order, "pin");
    }

    private static String numbers(Order order, String... names) {
        StringBuilder numbers = new StringBuilder();
        for (String name : names) {
            numbers.append(OrderTraits.PART).append(order.value(name).orElse("0"));
        }
        return numbers.toString();
    }
}
