package io.larder.server.site;

import java.util.LinkedHashMap;
import java.util.Map;

/// How far a box is in headquarters' items, in order of change: behind the item of `kind` and `key`
/// that entry `seq` changed.
record SitePlace(long seq, String kind, String key) {
    static final SitePlace START = new SitePlace(0, "", "");

    Map<String, Object> object() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("seq", seq);
        out.put("kind", kind);
        out.put("key", key);
        return out;
    }

    /// Throws `IllegalArgumentException` for what is no place.
    static SitePlace read(Object said) {
        if (said instanceof Map<?, ?> place
                && place.get("seq") instanceof Long seq
                && seq >= 0
                && place.get("kind") instanceof String kind
                && place.get("key") instanceof String key) {
            return new SitePlace(seq, kind, key);
        }
        throw new IllegalArgumentException("no place, expected {\"seq\":…,\"kind\":…,\"key\":…}");
    }
}
