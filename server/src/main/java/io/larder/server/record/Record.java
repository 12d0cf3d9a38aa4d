package io.larder.server.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A business fact that a row states. `fields` are named as the record format names them and hold
/// `String`, `Long`, `Boolean` or `Double` only, in the order in which they are written out; an
/// absent field is left out. `raw` is the line as received, without its line end, without what is
/// secret in it. `content` are the bytes that the record is about (a picture, a template), named by
/// its fields `size` and `sha256`; `raw` is the line without them. Of a person the content is the
/// password in the clear, empty when there is none: it is in no field, and `***` in `raw`.
public record Record(
        Kind kind, RecordKey key, Map<String, Object> fields, Bytes raw, Optional<Bytes> content) {
    /// Keeps an unchangeable copy of `fields` in their order.
    public Record {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// A record that is all said in its line.
    public Record(Kind kind, RecordKey key, Map<String, Object> fields, Bytes raw) {
        this(kind, key, fields, raw, Optional.empty());
    }
}
