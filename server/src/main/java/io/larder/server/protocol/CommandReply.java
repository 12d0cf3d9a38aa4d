package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One reply to a command.
public record CommandReply(
        String id,
        Optional<String> serial,
        String returned,
        OptionalLong code,
        String command,
        Map<String, String> values,
        Optional<Bytes> content,
        String fileName,
        Bytes raw) {
    /// All replies of one body.
    public record Replies(List<CommandReply> replies, Bytes rest) {}

    /// Reads them.
    public static Replies read(Bytes body) {
        return new Replies(List.of(), body);
    }
}
