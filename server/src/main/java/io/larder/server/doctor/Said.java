package io.larder.server.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/// A finding, and what its words leave open: texts, numbers, `Duration` (or none in an `Optional`),
/// `Instant`, [Size], [Word].
public record Said(Finding finding, Map<String, Object> about) {
    /// A number of bytes.
    public record Size(long bytes) {}

    /// A text that every language has under this key.
    public record Word(String key) {}

    /// Keeps an unchangeable copy.
    public Said {
        about = Map.copyOf(about);
    }

    /// Of the box in `data`: what to do about it often names the folder.
    static Said of(Finding finding, String data, Object... namesAndValues) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("data", data);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            about.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Said(finding, about);
    }
}
