package io.larder.server.protocol.meeting;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One message of BEST in either direction. `funcId` says what it is, empty when it names none;
/// `mid` which one it is, repeated in its answer; `serial` its sender where it says so (`sn` or
/// `Sn`, also in its parameters), else empty; `urgent` what `imme` says; `code` and `note` (wire:
/// `message`) what an answer says, empty in a request; `params` and `results` what it carries,
/// empty when there is none. Members that nobody knows are left alone. Source: PROTOCOL.md 6.2,
/// traps T-103, T-108, T-112.
public record Message(
        String funcId,
        String mid,
        String serial,
        boolean urgent,
        String code,
        String note,
        Map<String, Object> params,
        Map<String, Object> results) {
    /// The code of success.
    public static final String SUCCESS = "00000000";

    /// What the box answers requests with.
    public static final String ANSWER = "cmd.dev.response";

    /// What a terminal answers commands with.
    public static final String REPLY = "dev.cmd.response";

    /// Characters of a `mid`.
    public static final int MID_LIMIT = 32;

    private static final Pattern MID =
            Pattern.compile(
                    "\"mid\"\\s{0,8}:\\s{0,8}(?:\"([^\"\\\\\\p{Cntrl}]{1,"
                            + MID_LIMIT
                            + "})\"|(\\d{1,18})(?!\\d))");

    /// The `mid` of a text that cannot be read, so that its sender knows what is answered; empty
    /// when it names none or several.
    public static String midIn(Bytes text) {
        List<String> mids =
                MID.matcher(text.text(StandardCharsets.UTF_8))
                        .results()
                        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                        .distinct()
                        .limit(2)
                        .toList();
        return mids.size() == 1 ? mids.getFirst() : "";
    }

    /// Reads a text; throws `IllegalArgumentException` that says why it is no message. Which fields
    /// it must have is for others to judge.
    public static Message read(Bytes text) {
        Map<String, Object> members = Json.read(text.text(StandardCharsets.UTF_8));
        Map<String, Object> payload = Values.object(members, "payload");
        Map<String, Object> params = Values.object(payload, "params");
        return new Message(
                Values.text(members, "funcId"),
                Values.text(members, "mid"),
                Values.first(members, params, "sn", "Sn", "SN"),
                Values.text(members, "imme").equals("1"),
                Values.text(members, "code"),
                Values.text(members, "message"),
                params,
                Values.object(payload, "results"));
    }

    /// The answer to request `mid`: done, with `results` when there are any.
    public static String done(String mid, Map<String, ?> results) {
        Map<String, Object> answer = answer(SUCCESS, "success", mid);
        if (!results.isEmpty()) {
            answer.put("payload", Map.of("results", results));
        }
        return Json.write(answer);
    }

    /// The answer to request `mid`: not done.
    public static String refused(String mid, Fault fault, String why) {
        return Json.write(answer(fault.code(), why, mid));
    }

    private static Map<String, Object> answer(String code, String note, String mid) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("funcId", ANSWER);
        answer.put("code", code);
        answer.put("message", note);
        answer.put("mid", mid);
        return answer;
    }
}
