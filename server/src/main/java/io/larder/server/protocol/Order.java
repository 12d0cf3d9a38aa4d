package io.larder.server.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A command as a person or headquarters orders it, before it is spelled for one terminal: `name`
/// as its family writes it (`UPDATE USERINFO`, `SYNC POSLOG`, `SHELL`, `GetFile`), `argument` free
/// text (the command line of SHELL, the path of GetFile; empty when there is none), `fields` key to
/// value in the order given. Times and days in fields are local to the terminal, money is fen.
public record Order(String name, String argument, Map<String, String> fields) {
    /// Keeps an unchangeable copy of the fields, in order.
    public Order {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The value of field `name`, in any case; empty when the order does not name it.
    public Optional<String> value(String name) {
        return fields.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// Without argument and values: a password may be among them.
    @Override
    public String toString() {
        return "Order[" + name + " " + String.join(" ", fields.keySet()) + "]";
    }
}
