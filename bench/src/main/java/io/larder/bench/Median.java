package io.larder.bench;

import java.util.List;

/// The value in the middle.
final class Median {
    private Median() {}

    static double of(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
