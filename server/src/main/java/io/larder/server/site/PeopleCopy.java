package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.storage.HoldingRow;
import io.larder.storage.HoldingRow.Mark;
import io.larder.storage.ItemRow;
import io.larder.storage.SiteView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All people of terminal `from` are to be had by another one too, whatever their roles say. With
/// `replace` also those under whose number that one knows somebody else. `by` says who wants it.
///
/// ```
/// COPY  {"from":…, "replace":true, "by":…}      the subject of the entry is the other terminal
/// ```
public record PeopleCopy(String from, boolean replace, String by) {
    /// Why somebody is left out.
    public enum Reason {
        /// The terminal that is copied from knows somebody else under the number than the site.
        UNCLEAR_THERE,
        /// The terminal that is copied to does.
        SOMEBODY_ELSE_HERE
    }

    /// Who would be copied, by number: of these `replaced` take the place of somebody else.
    public record Plan(List<String> pins, List<String> replaced, Map<String, Reason> leftOut) {
        /// Keeps unchangeable copies.
        public Plan {
            pins = List.copyOf(pins);
            replaced = List.copyOf(replaced);
            leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
        }
    }

    /// What it comes to for terminal `to`, as the site's data is.
    public Plan plan(SiteView site, String to) {
        List<String> pins = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        Map<String, Reason> leftOut = new TreeMap<>();
        for (HoldingRow has : site.holdings(from, ItemKind.PERSON.word())) {
            String pin = has.key();
            boolean stranger = isStranger(site.holding(to, ItemKind.PERSON.word(), pin));
            boolean nobody = has.digest().orElse("").isEmpty() || isGone(site, pin);
            if (has.mark() == Mark.STRANGER) {
                leftOut.put(pin, Reason.UNCLEAR_THERE);
            } else if (!nobody && stranger && !replace) {
                leftOut.put(pin, Reason.SOMEBODY_ELSE_HERE);
            } else if (!nobody) {
                pins.add(pin);
                if (stranger) {
                    replaced.add(pin);
                }
            }
        }
        return new Plan(pins, replaced, leftOut);
    }

    private static boolean isStranger(Optional<HoldingRow> holding) {
        return holding.filter(row -> row.mark() == Mark.STRANGER).isPresent();
    }

    private static boolean isGone(SiteView site, String pin) {
        return site.item(ItemKind.PERSON.word(), pin).map(ItemRow::digest).orElse("").isEmpty();
    }

    /// The stored form.
    public byte[] write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("from", from);
        out.put("replace", replace ? true : null);
        out.put("by", by);
        return Json.write(out).getBytes(UTF_8);
    }

    /// Reads what was written; throws `IllegalArgumentException` for anything else.
    public static PeopleCopy read(byte[] payload) {
        Map<String, Object> said = Json.read(new String(payload, UTF_8));
        if (!(said.get("from") instanceof String from)) {
            throw new IllegalArgumentException("a copy without from");
        }
        return new PeopleCopy(
                from,
                Boolean.TRUE.equals(said.get("replace")),
                String.valueOf(said.getOrDefault("by", "")));
    }
}
