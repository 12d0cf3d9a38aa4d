package io.larder.server.command;

import io.larder.server.json.Batch;
import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a box says when it asks for orders: which ones are in its journal, which ones it will not
/// carry out, which terminals take none for now because too many wait for them, and which terminals
/// stand behind it that it has not named since the line came up.
///
/// ```
/// {"version":1, "box":…, "taken":[reference…], "declined":[{"reference":…, "why":…}…], "full":[terminal…],
///  "terminals":[{"serial":…, "family":…}…]}
/// ```
public record BoxReport(
        String box,
        List<String> taken,
        List<Declined> declined,
        List<String> full,
        List<Named> terminals) {
    /// A terminal and its family: `canteen`, `attendance` or `meeting`.
    public record Named(String serial, String family) {}

    /// An order that is not carried out, and why.
    public record Declined(String reference, String why) {}

    /// At most so many of each in one report.
    public static final int MOST = 500;

    /// The longest reason.
    public static final int WHY_LIMIT = 300;

    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// Keeps unchangeable copies.
    public BoxReport {
        taken = List.copyOf(taken);
        declined = List.copyOf(declined);
        full = List.copyOf(full);
        terminals = List.copyOf(terminals);
    }

    /// As one line of JSON.
    public String write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("version", Batch.VERSION);
        out.put("box", box);
        out.put("taken", taken);
        out.put(
                "declined",
                declined.stream()
                        .map(each -> Map.of("reference", each.reference(), "why", each.why()))
                        .toList());
        out.put("full", full);
        if (!terminals.isEmpty()) {
            out.put(
                    "terminals",
                    terminals.stream()
                            .map(each -> Map.of("serial", each.serial(), "family", each.family()))
                            .toList());
        }
        return Json.write(out);
    }

    /// Reads it back; throws `IllegalArgumentException` saying what is missing or wrong.
    public static BoxReport read(String text) {
        Map<String, Object> said = Json.read(text);
        Fields fields = new Fields(said);
        fields.version(Batch.VERSION);
        return new BoxReport(
                fields.box(),
                CommandJson.list(said, "taken").stream()
                        .map(each -> reference(String.valueOf(each)))
                        .toList(),
                CommandJson.list(said, "declined").stream()
                        .map(CommandJson::objectOf)
                        .map(each ->
                                new Declined(
                                        reference(CommandJson.text(each, "reference")),
                                        brief(CommandJson.text(each, "why"))))
                        .toList(),
                CommandJson.list(said, "full").stream().map(String::valueOf).toList(),
                CommandJson.list(said, "terminals").stream()
                        .map(CommandJson::objectOf)
                        .map(each ->
                                new Named(
                                        CommandJson.text(each, "serial"),
                                        CommandJson.text(each, "family")))
                        .toList());
    }

    static String reference(String text) {
        if (!REFERENCE.matcher(text).matches()) {
            throw new IllegalArgumentException("no reference: " + brief(text));
        }
        return text;
    }

    /// As much of a reason as is kept.
    public static String brief(String why) {
        return why.length() > WHY_LIMIT ? why.substring(0, WHY_LIMIT) : why;
    }
}
