package io.larder.server.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a terminal raised an alarm, from `alarm_reasons.csv`. Source: PROTOCOL.md 7; trap T-074.
public final class AlarmReasons {
    private static final Map<String, String> MEANINGS =
            Resource.rows("alarm_reasons.csv", 2).stream()
                    .collect(Collectors.toUnmodifiableMap(List::getFirst, List::getLast));

    private AlarmReasons() {}

    /// The reason among the objects of an alarm: the first that is in the list.
    public static Optional<Long> find(String... objects) {
        return List.of(objects).stream()
                .filter(MEANINGS::containsKey)
                .findFirst()
                .map(Long::valueOf);
    }

    /// The reason in words; empty for one that nobody documents.
    public static Optional<String> meaning(long reason) {
        return Optional.ofNullable(MEANINGS.get(Long.toString(reason)));
    }
}
