package io.larder.server.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A fact about how a terminal wants something spelled: the `name` under which it is remembered and
/// the documented ways, the usual one first.
public record Fact(String name, List<Way> ways) {
    /// One way: the `value` that is remembered, and what it puts on the wire.
    public record Way(String value, String wire) {}

    /// Keeps an unchangeable copy.
    public Fact {
        ways = List.copyOf(ways);
    }

    /// A fact of two ways.
    public static Fact of(String name, Way usual, Way other) {
        return new Fact(name, List.of(usual, other));
    }

    /// The way that `dialect` knows, else the usual one.
    public Way way(Map<String, String> dialect) {
        String known = dialect.getOrDefault(name, "");
        return ways.stream()
                .filter(way -> way.value.equals(known))
                .findFirst()
                .orElse(ways.getFirst());
    }

    /// The same with `words` in front of every way.
    Fact behind(String words) {
        return new Fact(
                name, ways.stream().map(way -> new Way(way.value, words + way.wire)).toList());
    }

    /// `dialect` with this fact set to `way`.
    Map<String, String> in(Map<String, String> dialect, Way way) {
        Map<String, String> more = new LinkedHashMap<>(dialect);
        more.put(name, way.value);
        return more;
    }
}
