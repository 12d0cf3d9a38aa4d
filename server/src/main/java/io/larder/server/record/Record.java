package io.larder.server.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A business fact that a row states. `fields` are named as the record format names them and hold
/// `String`, `Long`, `Boolean` or `Double` only, in the order in which they are written out; an
/// absent field is left out. `raw` is the line as received, without its line end.
public record Record(Kind kind, RecordKey key, Map<String, Object> fields, Bytes raw) {
    /// Keeps an unchangeable copy of `fields` in their order.
    public Record {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
