package io.larder.server.site;

import org.jspecify.annotations.Nullable;

/// A value and since when it is so. Of two values the later one counts; at equal time the greater
/// text, so that the order in which they are heard never matters. Source: trap T-120 (`lost` is
/// greater than `active`: loss beats release).
record Stamped(String value, long at) {
    static Stamped later(@Nullable Stamped one, Stamped other) {
        if (one == null || one.at < other.at) {
            return other;
        }
        boolean greater = one.at == other.at && one.value.compareTo(other.value) < 0;
        return greater ? other : one;
    }
}
