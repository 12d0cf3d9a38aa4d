package io.larder.server.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A protocol version such as 2.2.14. Compared number by number, never as text or as a fraction;
/// 2.3 equals 2.3.0. Sources: PROTOCOL.md 4.6, trap T-044.
public final class Version implements Comparable<Version> {
    /// What a side means that names no version.
    public static final Version UNNAMED = of(2, 2, 14);

    /// From here on the vendor's encryption is expected of both sides.
    public static final Version ENCRYPTED = of(2, 4, 0);

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9}){0,7}");

    /// Without trailing zeros.
    private final List<Integer> numbers;

    private Version(List<Integer> numbers) {
        int size = numbers.size();
        while (size > 0 && numbers.get(size - 1) == 0) {
            size--;
        }
        this.numbers = List.copyOf(numbers.subList(0, size));
    }

    /// The version of three numbers.
    public static Version of(int major, int minor, int patch) {
        return new Version(List.of(major, minor, patch));
    }

    /// The first version in `text`; words before and dates behind it are tolerated (`Ver
    /// 2.0.12-20150625`). Empty when there is none.
    public static Optional<Version> read(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.find()) {
            return Optional.empty();
        }
        List<Integer> numbers = new ArrayList<>();
        for (String number : matcher.group().split("\\.", -1)) {
            numbers.add(Integer.parseInt(number));
        }
        return Optional.of(new Version(numbers));
    }

    /// What both sides can do.
    public static Version lower(Version a, Version b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Integer.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version that && numbers.equals(that.numbers);
    }

    @Override
    public int hashCode() {
        return numbers.hashCode();
    }

    /// At least three numbers, joined by dots.
    @Override
    public String toString() {
        List<Integer> shown = new ArrayList<>(numbers);
        while (shown.size() < 3) {
            shown.add(0);
        }
        return shown.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
