package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Commands as lines in the answer to a poll. Source: PROTOCOL.md 3.1.
///
/// ```
/// C:<number>:<words> <field>=<value> TAB <field>=<value> LF
/// ```
final class LineSpelling implements OrderSpelling {
    @Override
    public Bytes write(
            CommandForm form, Order order, Map<String, String> dialect, Audience audience) {
        StringBuilder text = new StringBuilder(form.words(dialect, audience));
        if (!order.argument().isEmpty()) {
            text.append(' ').append(order.argument());
        }
        List<String> written = new ArrayList<>();
        form.values(order)
                .forEach((parameter, value) -> {
                    if (parameter.shown().to(audience, value)) {
                        written.add(
                                form.layout().isPositional()
                                        ? parameter.value(value, dialect, audience)
                                        : parameter.write(value, dialect, audience));
                    }
                });
        if (!written.isEmpty()) {
            text.append(' ')
                    .append(String.join(form.layout().separator(audience, dialect), written));
        }
        return Bytes.wrap(
                text.toString().getBytes(Languages.charset(audience.language(), dialect)));
    }

    @Override
    public Bytes line(long number, Bytes written) {
        return Bytes.latin1("C:" + number + ":" + written.asLatin1() + "\n");
    }

    @Override
    public String meaning(String usual, CommandReply reply) {
        return usual;
    }
}
