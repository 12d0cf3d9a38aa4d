package io.larder.server.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A command as it is ordered, before it is spelled for one terminal.
public record Order(String name, String argument, Map<String, String> fields) {
    /// Keeps an unchangeable copy in order.
    public Order {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
