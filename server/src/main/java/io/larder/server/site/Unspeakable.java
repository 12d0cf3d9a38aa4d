package io.larder.server.site;

import io.larder.server.command.ItemRef;
import io.larder.storage.SiteView;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What cannot be put into words for a terminal, such as a card number that it has no room for. It
/// is told once why, and left out until it changes: it must not hold up everything behind it.
final class Unspeakable {
    private static final System.Logger LOG = System.getLogger(Unspeakable.class.getName());

    private final Map<String, Set<String>> known = new ConcurrentHashMap<>();

    boolean has(String terminal, SiteView.Lack lack) {
        return of(terminal).contains(name(lack.item().kind(), lack.item().key(), lack.wanted()));
    }

    /// How many there are for a terminal.
    int count(String terminal) {
        return of(terminal).size();
    }

    void add(String terminal, ItemRef item, String why) {
        Set<String> mine =
                known.computeIfAbsent(
                        terminal, _ -> Collections.synchronizedSet(new LinkedHashSet<>()));
        if (mine.size() >= SiteLimits.UNSPEAKABLE) {
            // What is forgotten here is only tried once more.
            mine.clear();
        }
        if (mine.add(name(item.kind(), item.key(), item.digest()))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "terminal {0} is not told of {1} {2}: {3}",
                    terminal,
                    item.kind(),
                    item.key(),
                    why);
        }
    }

    private Set<String> of(String terminal) {
        return known.getOrDefault(terminal, Set.of());
    }

    private static String name(String kind, String key, String digest) {
        return kind + "/" + key + "=" + digest;
    }
}
