package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One reply to a command: `id` as sent back, `serial` only when the reply names one, `returned`
/// the text behind `Return=`, `code` the number in it (empty when it is none), `command` the `CMD`
/// text or an empty one, `values` further keys in the order sent (the state that INFO lists,
/// `StartTime`, …), `content` everything behind `Content=` unchanged, `fileName` the file it came
/// from or an empty text, `raw` the bytes of this reply without the end of its last line. Source:
/// PROTOCOL.md 3.3.
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
    /// Keeps an unchangeable copy of the values, in order.
    public CommandReply {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// All replies of one body in the order sent; never fails. What is no reply is in
    /// [Replies#rest].
    public static Replies read(Bytes body) {
        return new ReplyReader(body).read();
    }
}
