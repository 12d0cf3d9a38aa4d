package io.larder.server.protocol.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandForm;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderSpelling;
import io.larder.server.protocol.Parameter;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Commands as JSON messages, every value a text. One order is one element.
///
/// ```
/// {"funcId":…,"imme":…,"mid":<number>,"payload":{"params":{"cmdId":<number>,<inside>:[{…}]}}}
/// ```
///
/// Before a command has a number, `mid` and `cmdId` are missing. Source: PROTOCOL.md 6.2, 6.8.
final class MeetingSpelling implements OrderSpelling {
    /// The field that says that an order cannot wait; it stands beside the parameters.
    static final String URGENT = "imme";

    /// How fields of one template begin in an order, and only there.
    static final String TEMPLATE = "bio";

    private static final String TEMPLATES = "bioDatas";
    private static final String FUNCTION = "funcId";
    private static final String PAYLOAD = "payload";
    private static final String PARAMS = "params";

    /// Lists of names: arrays on the wire.
    private static final List<String> LISTS = List.of("pins", "meetings");

    /// The array that holds the element of a command; the others have their fields flat.
    private static final Map<String, String> ARRAYS =
            Map.of(
                    "cmd.data.update.user", "users",
                    "cmd.data.update.meeting", "meeting",
                    "cmd.data.update.meetingMember", "members",
                    "cmd.data.update.multiCard", "multiCards",
                    "cmd.data.update.bioPhoto", "bioPhotos",
                    "cmd.data.delete.bioPhoto", "bioPhotos");

    /// The object that holds the fields of a command.
    private static final Map<String, String> OBJECTS = Map.of("cmd.option.set", "option");

    @Override
    public Bytes write(
            CommandForm form, Order order, Map<String, String> dialect, Audience audience) {
        Map<String, Object> element = new LinkedHashMap<>();
        Map<String, Object> template = new LinkedHashMap<>();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(FUNCTION, form.name());
        form.values(order)
                .forEach((Parameter parameter, String value) -> {
                    String name = parameter.name();
                    if (name.equals(URGENT)) {
                        message.put(URGENT, value);
                    } else if (isOfTemplate(name)) {
                        template.put(wireName(name), value);
                    } else {
                        element.put(name, LISTS.contains(name) ? List.of(value.split(",")) : value);
                    }
                });
        if (!template.isEmpty()) {
            element.put(TEMPLATES, List.of(template));
        }
        message.put(PAYLOAD, Map.of(PARAMS, params(form.name(), element)));
        return Bytes.utf8(Json.write(message));
    }

    private static Map<String, Object> params(String name, Map<String, Object> element) {
        String array = ARRAYS.get(name);
        String object = OBJECTS.get(name);
        if (array != null) {
            return Map.of(array, List.of(element));
        }
        return object != null ? Map.of(object, element) : element;
    }

    /// `bioMajorVer` is field `majorVer` of the template.
    static boolean isOfTemplate(String name) {
        return name.startsWith(TEMPLATE)
                && name.length() > TEMPLATE.length()
                && Character.isUpperCase(name.charAt(TEMPLATE.length()));
    }

    private static String wireName(String name) {
        return Character.toLowerCase(name.charAt(TEMPLATE.length()))
                + name.substring(TEMPLATE.length() + 1);
    }

    @Override
    public Bytes line(long number, Bytes written) {
        String id = Long.toString(number);
        Map<String, Object> before = Json.read(written.text(StandardCharsets.UTF_8));
        Map<String, Object> params = new LinkedHashMap<>(Map.of("cmdId", id));
        params.putAll(Values.object(Values.object(before, PAYLOAD), PARAMS));
        Map<String, Object> message = new LinkedHashMap<>(before);
        message.remove(PAYLOAD);
        message.put("mid", id);
        message.put(PAYLOAD, Map.of(PARAMS, params));
        return Bytes.utf8(Json.write(message));
    }

    /// A code of the terminal says less than the text beside it.
    @Override
    public String meaning(String usual, CommandReply reply) {
        String note = reply.values().getOrDefault(MeetingReplies.NOTE, "");
        boolean done = reply.code().orElse(-1) == 0;
        return done ? usual : reply.returned() + (note.isEmpty() ? "" : ": " + note);
    }
}
