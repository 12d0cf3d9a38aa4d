package io.larder.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the rounds of a drain gave: the relay's rate, each beside that of something bare to the
/// same kind of end.
final class Rounds {
    /// The round in the middle by its ratio.
    record Middle(double relay, String unit, String bare, double bareRate) {
        private static final Pattern LINE =
                Pattern.compile("^median: relay (\\d+) (\\S+) a second, (.+) (\\d+), ratio \\S+$");

        /// What is printed, and read again by [#read].
        String line() {
            return String.format(
                    Locale.ROOT,
                    "median: relay %.0f %s a second, %s %.0f, ratio %.2f",
                    relay,
                    unit,
                    bare,
                    bareRate,
                    relay / bareRate);
        }

        static Optional<Middle> read(String line) {
            Matcher found = LINE.matcher(line);
            return found.matches()
                    ? Optional.of(
                            new Middle(
                                    Double.parseDouble(found.group(1)),
                                    found.group(2),
                                    found.group(3),
                                    Double.parseDouble(found.group(4))))
                    : Optional.empty();
        }
    }

    private final String unit;
    private final String bare;
    private final List<Middle> all = new ArrayList<>();

    Rounds(String unit, String bare) {
        this.unit = unit;
        this.bare = bare;
    }

    void add(double relay, double bareRate) {
        all.add(new Middle(relay, unit, bare, bareRate));
    }

    Middle middle() {
        return all.stream()
                .sorted(Comparator.comparingDouble(each -> each.relay / each.bareRate))
                .toList()
                .get(all.size() / 2);
    }
}
