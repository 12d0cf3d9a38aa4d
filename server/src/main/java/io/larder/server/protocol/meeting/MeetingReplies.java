package io.larder.server.protocol.meeting;

import io.larder.server.protocol.CommandReply;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What terminals answer commands with.
///
/// ```
/// {"funcId":"dev.cmd.response","mid":…,"code":"00000000","message":…,"payload":{"params":{"cmdId":…}}}
/// ```
///
/// Source: PROTOCOL.md 6.2, 6.8.
final class MeetingReplies {
    /// The value that holds the words of the terminal.
    static final String NOTE = "message";

    /// As a JSON number it has one digit.
    private static final Pattern SUCCESS = Pattern.compile("0+");

    private static final OptionalLong DONE = OptionalLong.of(0);

    /// Codes of failure have letters in them.
    private static final OptionalLong FAILED = OptionalLong.of(-1);

    private MeetingReplies() {}

    /// The reply; empty when it names no command. `cmdId` says which one, else `mid`: the box gives
    /// both the same number. `raw` is the message as it came.
    static Optional<CommandReply> read(Message message, Bytes raw) {
        String command = Values.text(message.params(), "cmdId");
        String id = command.isEmpty() ? message.mid() : command;
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (!message.note().isEmpty()) {
            values.put(NOTE, message.note());
        }
        return Optional.of(
                new CommandReply(
                        id,
                        Optional.of(message.serial()).filter(serial -> !serial.isEmpty()),
                        message.code(),
                        SUCCESS.matcher(message.code()).matches() ? DONE : FAILED,
                        "",
                        values,
                        Optional.empty(),
                        "",
                        raw));
    }
}
