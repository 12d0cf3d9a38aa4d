package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.simulate.clock.Generation;
import io.larder.server.simulate.clock.Person;
import io.larder.server.simulate.clock.Punch;
import io.larder.server.simulate.clock.Template;
import io.larder.server.terminal.DayCheck;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Compares what truly happened at the terminals of a site with what the box and headquarters know
/// of it, and with what the terminals know of one another.
final class SiteOracle {
    private static final int PAGE = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final List<Post> posts;
    private final List<String> violations = new ArrayList<>();

    SiteOracle(List<Post> posts) {
        this.posts = posts;
    }

    /// What is wrong, in words; empty when everything is as it should be.
    List<String> violations() {
        return List.copyOf(violations);
    }

    /// Every punch is there once, and none that was not made.
    SiteOracle punches(String where, LedgerReader ledger) {
        Map<String, Integer> there = new HashMap<>();
        ledger.keys(
                Kind.PUNCH.word(),
                key -> there.merge(key.subject() + " " + key.key(), 1, Integer::sum));
        for (Post post : posts) {
            for (Punch punch : post.clock.diary().punches()) {
                String key = post.serial() + " " + punch.pin() + "\t" + TIME.format(punch.time());
                Integer times = there.remove(key);
                if (times == null) {
                    violations.add("lost " + where + ": " + key);
                } else if (times > 1) {
                    violations.add("twice " + where + ": " + key);
                }
            }
        }
        there.keySet().forEach(key -> violations.add("never made, " + where + ": " + key));
        return this;
    }

    /// Every photo has one record and is there to the byte.
    SiteOracle photos(String where, LedgerReader ledger) {
        Map<String, Integer> there = new HashMap<>();
        each(
                ledger,
                Kind.PHOTO,
                row -> {
                    Map<String, Object> record = Json.read(row.fields());
                    Object sha256 =
                            record.get("fields") instanceof Map<?, ?> relayed
                                    ? relayed.get("sha256")
                                    : record.get("sha256");
                    there.merge(row.subject() + " " + sha256, 1, Integer::sum);
                });
        for (Post post : posts) {
            post.clock
                    .diary()
                    .photos()
                    .forEach((id, sha256) -> {
                        int times = there.getOrDefault(post.serial() + " " + sha256, 0);
                        boolean same =
                                ledger.content(sha256)
                                        .filter(it -> sha256(it).equals(sha256))
                                        .isPresent();
                        if (times != 1 || !same) {
                            violations.add(
                                    "photo %s of %s %s: %d records, %s"
                                            .formatted(
                                                    id,
                                                    post.serial(),
                                                    where,
                                                    times,
                                                    same
                                                            ? "the same bytes"
                                                            : "other bytes or none"));
                        }
                    });
        }
        return this;
    }

    private static void each(LedgerReader ledger, Kind kind, Consumer<LedgerRow> to) {
        Position from = Position.START;
        List<LedgerRow> page = ledger.page(kind.word(), from, Long.MAX_VALUE, PAGE);
        while (!page.isEmpty()) {
            page.forEach(to);
            Position last = page.getLast().position();
            page =
                    ledger.page(
                            kind.word(),
                            new Position(last.seq(), last.row() + 1),
                            Long.MAX_VALUE,
                            PAGE);
        }
    }

    /// All operations that came are there or counted.
    SiteOracle operations(LedgerReader ledger) {
        Map<String, Long> counted = new HashMap<>();
        each(
                ledger,
                Kind.OPERATION,
                row -> counted.merge(row.subject(), 1 + row.repeats(), Long::sum));
        for (Post post : posts) {
            long there = counted.getOrDefault(post.serial(), 0L);
            if (there != post.operations()) {
                violations.add(
                        "operations of %s: %d came, %d are counted"
                                .formatted(post.serial(), post.operations(), there));
            }
        }
        return this;
    }

    /// Each terminal knows all of `staff` and nobody else.
    SiteOracle people(Map<String, Person> staff) {
        for (Post post : posts) {
            Map<String, Person> known = new TreeMap<>(post.clock.people());
            staff.forEach((pin, person) -> {
                Person here = known.remove(pin);
                if (!person.equals(here)) {
                    violations.add("person at %s: %s is %s".formatted(post.serial(), person, here));
                }
            });
            known.values()
                    .forEach(person ->
                            violations.add("left, still at " + post.serial() + ": " + person));
        }
        return this;
    }

    /// Each terminal has every template that any terminal of its algorithm has. The oldest do not
    /// say which algorithm theirs is, so they share with one another.
    SiteOracle templates() {
        Map<String, Map<Template.Slot, String>> all = new TreeMap<>();
        for (Post post : posts) {
            post.clock
                    .templates()
                    .values()
                    .forEach(each ->
                            all.computeIfAbsent(algorithm(post, each.type()), _ -> new HashMap<>())
                                    .put(each.slot(), each.tmp()));
        }
        for (Post post : posts) {
            for (int type : post.clock.model().versions().keySet()) {
                Map<Template.Slot, Template> here = post.clock.templates();
                all.getOrDefault(algorithm(post, type), Map.of())
                        .forEach((slot, tmp) -> {
                            Template found = here.get(slot);
                            if (found == null || !found.tmp().equals(tmp)) {
                                violations.add(
                                        "template at "
                                                + post.serial()
                                                + " "
                                                + algorithm(post, type)
                                                + ": "
                                                + slot
                                                + (found == null ? " is missing" : " is another"));
                            }
                        });
            }
        }
        return this;
    }

    private static String algorithm(Post post, int type) {
        boolean silent = post.clock.model().generation() == Generation.CLASSIC;
        return type + "/" + (silent ? "unsaid" : post.clock.model().versions().get(type));
    }

    /// Pictures for the screen are the same at all that show some, those to compare with at all
    /// that compare.
    SiteOracle pictures() {
        Map<String, String> shown = new TreeMap<>();
        Map<String, String> compared = new TreeMap<>();
        posts.forEach(post -> {
            shown.putAll(post.clock.pictures());
            compared.putAll(post.clock.comparisons());
        });
        for (Post post : posts) {
            Generation generation = post.clock.model().generation();
            if (generation != Generation.CLASSIC && !post.clock.pictures().equals(shown)) {
                violations.add(
                        "pictures at "
                                + post.serial()
                                + ": "
                                + post.clock.pictures().keySet()
                                + ", expected "
                                + shown.keySet());
            }
            if (generation == Generation.HYBRID && !post.clock.comparisons().equals(compared)) {
                violations.add(
                        "faces at "
                                + post.serial()
                                + ": "
                                + post.clock.comparisons().keySet()
                                + ", expected "
                                + compared.keySet());
            }
        }
        return this;
    }

    /// Each day was counted at each terminal that can count.
    SiteOracle days(AssembledBox box, LocalDate first, int days) {
        for (Post post : posts) {
            boolean old = post.clock.model().generation() == Generation.CLASSIC;
            DayCheck.State expected =
                    old ? DayCheck.State.UNKNOWN_COMMAND : DayCheck.State.COMPLETE;
            Map<String, String> facts =
                    box.terminals
                            .find(Serial.read(post.serial()).orElseThrow())
                            .orElseThrow()
                            .facts();
            for (int i = 0; i < days; i++) {
                Optional<DayCheck> check = DayCheck.of(facts, first.plusDays(i));
                if (!check.map(DayCheck::state).equals(Optional.of(expected))) {
                    violations.add(
                            "day %s of %s: %s, expected %s"
                                    .formatted(
                                            first.plusDays(i),
                                            post.serial(),
                                            check.map(DayCheck::words).orElse("not asked"),
                                            expected));
                }
            }
        }
        return this;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
