package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one family orders things.
public interface CommandLanguage {
    Order read(List<String> words);

    Optional<String> fault(Order order);

    OrderTraits traits(Order order);

    List<Map<String, String>> dialects(Order order);

    Bytes write(Order order, Map<String, String> dialect, Audience audience);

    String meaning(Order order, long returnCode);

    boolean isDialectFault(Order order, long returnCode);

    Map<String, String> help();
}
