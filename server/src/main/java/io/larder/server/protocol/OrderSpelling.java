package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.Map;

/// How the commands of a family look on the wire. Pure and stateless.
public interface OrderSpelling {
    /// As [CommandLanguage#write] says, of an order of that form.
    Bytes write(CommandForm form, Order order, Map<String, String> dialect, Audience audience);

    /// As [CommandLanguage#line] says.
    Bytes line(long number, Bytes written);

    /// What a reply says in words, where its code alone means `usual`.
    String meaning(String usual, CommandReply reply);
}
