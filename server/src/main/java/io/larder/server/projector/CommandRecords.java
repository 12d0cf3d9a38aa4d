package io.larder.server.projector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.server.command.Command;
import io.larder.server.command.Languages;
import io.larder.server.command.Secrets;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import io.larder.server.record.RecordKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Records about commands: how each ended, and what a terminal said of itself when it was asked.
final class CommandRecords {
    /// The order that asks a terminal for its state.
    static final String INFO = "INFO";

    private static final String REPLIES = "DEVICECMD";
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Set<String> MODEL = Set.of("~DeviceName", "DeviceName");
    private static final Set<String> FIRMWARE = Set.of("FWVersion", "PUSHVersion");

    /// Longer contents are in the raw reply only.
    private static final int SHOWN_CONTENT = 4096;

    private CommandRecords() {}

    /// How `command` ended; with the reply if one said so. The number of a command for a terminal
    /// behind another box is not one that the box could have used: the reference tells it apart.
    static Row result(
            Command command, Family family, Optional<CommandReply> reply, boolean remote) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("commandId", Long.toString(command.id()));
        fields.put("orderedBy", command.by());
        if (!command.wanted().reference().isEmpty()) {
            fields.put("reference", command.wanted().reference());
        }
        fields.put("text", text(command, family));
        Command.Outcome outcome = command.outcome();
        if (outcome.code().isPresent()) {
            fields.put("returnCode", outcome.code().getAsLong());
        }
        fields.put("outcome", command.state().word());
        fields.put("meaning", outcome.words());
        fields.put("attempts", (long) command.delivery().attempts());
        reply.map(CommandReply::values)
                .filter(values -> !values.isEmpty())
                .ifPresent(values -> fields.put("values", joined(values, _ -> true)));
        reply.flatMap(CommandReply::content)
                .flatMap(CommandRecords::shown)
                .ifPresent(content -> fields.put("content", content));
        Bytes raw = reply.map(CommandReply::raw).orElse(Bytes.EMPTY);
        String content =
                command.state().word()
                        + "\t"
                        + outcome.returned()
                        + "\t"
                        + Digest.sha256Hex(raw.toArray());
        return remote
                ? row(
                        Kind.COMMAND_RESULT,
                        "ORDER",
                        command.wanted().reference(),
                        content,
                        fields,
                        raw)
                : row(
                        Kind.COMMAND_RESULT,
                        "COMMAND",
                        Long.toString(command.id()),
                        content,
                        fields,
                        raw);
    }

    private static String text(Command command, Family family) {
        return Secrets.shown(
                command.wanted().order(),
                Languages.of(family, command.wanted().order())
                        .map(language -> language.traits(command.wanted().order()).secrets())
                        .orElse(Set.of()));
    }

    private static Optional<String> shown(Bytes content) {
        if (content.length() > SHOWN_CONTENT || content.indexOf((byte) 0, 0) >= 0) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content.toArray());
            return Optional.of(UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// What the terminal said of itself: numbers are counts, everything else options.
    static Optional<Row> state(Command command, CommandReply reply) {
        Map<String, String> values = reply.values();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        first(values, MODEL).ifPresent(model -> fields.put("model", model));
        first(values, FIRMWARE).ifPresent(firmware -> fields.put("firmware", firmware));
        fields.put("counts", joined(values, value -> NUMBER.matcher(value).matches()));
        fields.put("options", joined(values, value -> !NUMBER.matcher(value).matches()));
        return Optional.of(
                row(
                        Kind.TERMINAL_STATE,
                        INFO,
                        Long.toString(command.id()),
                        joined(values, _ -> true),
                        fields,
                        reply.raw()));
    }

    private static Optional<String> first(Map<String, String> values, Set<String> names) {
        return values.entrySet().stream()
                .filter(each -> names.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String joined(Map<String, String> values, Predicate<String> wanted) {
        return values.entrySet().stream()
                .filter(each -> wanted.test(each.getValue()))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
    }

    private static Row row(
            Kind kind,
            String table,
            String key,
            String content,
            Map<String, Object> fields,
            Bytes raw) {
        RecordKey natural = new RecordKey(table, key, content, RecordKey.Rule.REVISED);
        return new Row.Read(new Record(kind, natural, fields, raw));
    }

    /// A reply that no command of its terminal waits for: kept, because it was said.
    static Row unexpected(CommandReply reply) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("table", REPLIES);
        fields.put("reason", "kept raw: no command " + reply.id() + " of this terminal waits");
        RecordKey key =
                new RecordKey(
                        REPLIES,
                        Digest.sha256Hex(reply.raw().toArray()),
                        "",
                        RecordKey.Rule.REVISED);
        return new Row.Read(new Record(Kind.UNKNOWN, key, fields, reply.raw()));
    }
}
