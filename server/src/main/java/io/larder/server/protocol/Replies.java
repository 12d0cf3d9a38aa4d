package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.List;

/// What one body of replies says: the replies in the order sent, and in `rest` the bytes of all
/// lines that belong to none (cut, without `ID` or `Return`), joined as they came; empty when all
/// was understood.
public record Replies(List<CommandReply> replies, Bytes rest) {
    /// Keeps an unchangeable copy.
    public Replies {
        replies = List.copyOf(replies);
    }
}
