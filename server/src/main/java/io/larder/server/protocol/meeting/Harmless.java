package io.larder.server.protocol.meeting;

import io.larder.server.json.Json;
import io.larder.server.protocol.ReportFields;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which messages hold nothing that somebody should not see: verifications, reports and answers to
/// commands that have no other members than those that are known. Firmware may put a password or a
/// template under a name of its own into any of them. Sources: PROTOCOL.md 6.2, 6.4, 6.7;
/// best_report_fields.csv.
public final class Harmless {
    /// A template, a picture or a key is longer.
    private static final int LONGEST = 256;

    private static final Set<String> SERIAL = Set.of("sn", "Sn", "SN");
    private static final Set<String> ENVELOPE = Set.of("funcId", "mid", "imme", "code", "message");
    private static final String PAYLOAD = "payload";
    private static final String PARAMS = "params";
    private static final String COMMAND = "cmdId";
    private static final String FUNCTIONS = "funcIds";

    private Harmless() {}

    /// Whether this message of `function`, as it came, may lie in the clear.
    public static boolean is(String function, Bytes text) {
        Map<String, Object> members;
        try {
            members = Json.readOnce(text.text(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
        return members.entrySet().stream()
                .allMatch(member ->
                        member.getKey().equals(PAYLOAD)
                                ? isPayload(function, member.getValue())
                                : isMember(ENVELOPE, member));
    }

    private static boolean isPayload(String function, Object payload) {
        return payload instanceof Map<?, ?> object
                && object.entrySet().stream()
                        .allMatch(each ->
                                PARAMS.equals(each.getKey())
                                        && each.getValue() instanceof Map<?, ?> params
                                        && areParams(function, params));
    }

    private static boolean areParams(String function, Map<?, ?> params) {
        return switch (function) {
            case MeetingTables.REPORT -> all(params, Harmless::isReported);
            case Message.REPLY -> all(params, each -> isMember(Set.of(COMMAND), each));
            case Verifications.FUNCTION -> all(params, Harmless::isVerification);
            default -> false;
        };
    }

    private static boolean all(Map<?, ?> object, Predicate<Map.Entry<?, ?>> rule) {
        return object.entrySet().stream().allMatch(rule);
    }

    private static boolean isReported(Map.Entry<?, ?> member) {
        String name = String.valueOf(member.getKey());
        if (name.equals(FUNCTIONS) && member.getValue() instanceof List<?> functions) {
            return functions.stream().allMatch(Harmless::isShort);
        }
        return ReportFields.isOne(name) && isShort(member.getValue());
    }

    private static boolean isVerification(Map.Entry<?, ?> member) {
        if (!Verifications.ARRAYS.contains(String.valueOf(member.getKey()))) {
            return isMember(Set.of(), member);
        }
        return member.getValue() instanceof List<?> elements
                ? elements.stream().allMatch(Harmless::isElement)
                : isElement(member.getValue());
    }

    private static boolean isElement(Object element) {
        return element instanceof Map<?, ?> object
                && all(object, each -> isMember(Verifications.FIELDS, each));
    }

    /// One of `names`, or the serial number, which stands here and there.
    private static boolean isMember(Set<String> names, Map.Entry<?, ?> member) {
        String name = String.valueOf(member.getKey());
        return (names.contains(name) || SERIAL.contains(name)) && isShort(member.getValue());
    }

    private static boolean isShort(Object value) {
        return !(value instanceof Map<?, ?>)
                && !(value instanceof List<?>)
                && String.valueOf(value).length() <= LONGEST;
    }
}
