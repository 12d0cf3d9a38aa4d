package io.larder.server.console;

import io.larder.server.json.Json;
import io.larder.server.record.Serial;
import io.larder.server.site.PeopleCopies;
import io.larder.server.site.PeopleCopies.Copied;
import io.larder.server.site.PeopleCopy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the console does with people of attendance terminals.
public final class PeopleDesk {
    /// People who are left out are named up to so many; all are counted.
    private static final int MOST_NAMED = 100;

    private final PeopleCopies copies;

    public PeopleDesk(PeopleCopies copies) {
        this.copies = copies;
    }

    /// Copies all people of a terminal to another: `{"from":…, "to":…, "replace":…}`.
    Reply copy(String body, Role role) {
        Map<String, Object> said;
        try {
            said = Json.read(body);
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, "the body is no JSON object: " + e.getMessage());
        }
        Optional<Serial> from = serial(said, "from");
        Optional<Serial> to = serial(said, "to");
        if (from.isEmpty() || to.isEmpty()) {
            return Reply.refused(400, "from or to is missing, expected serial numbers");
        }
        PeopleCopy copy =
                new PeopleCopy(
                        from.get().text(), Boolean.TRUE.equals(said.get("replace")), role.word());
        return switch (copies.copy(copy, to.get())) {
            case Copied.Mine(PeopleCopy.Plan plan, long seq) -> Reply.ok(answer(plan, seq));
            case Copied.Declined(var reason, String why) ->
                    switch (reason) {
                        case UNKNOWN_TERMINAL -> Reply.refused(404, why);
                        case WRONG -> Reply.refused(400, why);
                        case NOT_NOW -> Reply.refused(503, why);
                    };
        };
    }

    private static Optional<Serial> serial(Map<String, Object> said, String name) {
        return Serial.read(String.valueOf(said.getOrDefault(name, "")));
    }

    private static Map<String, Object> answer(PeopleCopy.Plan plan, long seq) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("copied", plan.pins().size());
        out.put("replaced", plan.replaced().size());
        out.put("leftOut", plan.leftOut().size());
        List<Map<String, Object>> named =
                plan.leftOut().entrySet().stream()
                        .limit(MOST_NAMED)
                        .map(each -> leftOut(each.getKey(), each.getValue()))
                        .toList();
        out.put("firstLeftOut", named);
        out.put("seq", seq);
        return out;
    }

    private static Map<String, Object> leftOut(String pin, PeopleCopy.Reason reason) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pin", pin);
        out.put(
                "why",
                switch (reason) {
                    case UNCLEAR_THERE ->
                            "the terminal copied from knows somebody else than the site does";
                    case SOMEBODY_ELSE_HERE -> "the terminal copied to knows somebody else";
                });
        return out;
    }
}
