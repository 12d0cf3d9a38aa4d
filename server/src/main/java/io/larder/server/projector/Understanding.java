package io.larder.server.projector;

import io.larder.server.protocol.Reading;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives an upload its meaning. The same upload and the same facts always mean the same.
public interface Understanding {
    /// `known` is the family the terminal has shown, null for none yet; `learned` what is known of
    /// its dialect.
    Reading read(Upload upload, @Nullable Family known, Map<String, String> learned);

    /// The upload in parts that mean together what it means, each small enough to be in memory row
    /// by row on a small machine.
    default List<Upload> parts(Upload upload, @Nullable Family known) {
        return List.of(upload);
    }
}
