package io.larder.server.command;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How a box says that a command for one of its terminals ended, read from its record of that.
public record BoxResult(
        String reference, CommandState end, OptionalLong code, String words, int attempts) {
    /// Reads a record of the kind `commandResult`; empty when it is about no order of headquarters.
    public static Optional<BoxResult> read(Map<String, Object> fields) {
        String reference = CommandJson.text(fields, "reference");
        return CommandState.of(CommandJson.text(fields, "outcome"))
                .filter(end -> !reference.isEmpty() && !end.isOpen())
                .map(end ->
                        new BoxResult(
                                reference,
                                end,
                                fields.get("returnCode") instanceof Long code
                                        ? OptionalLong.of(code)
                                        : OptionalLong.empty(),
                                CommandJson.text(fields, "meaning"),
                                (int) CommandJson.number(fields, "attempts")));
    }

    Command.Outcome outcome(long millis) {
        String returned = code.isPresent() ? Long.toString(code.getAsLong()) : "";
        return new Command.Outcome(returned, code, words, millis);
    }
}
