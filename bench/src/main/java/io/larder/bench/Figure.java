package io.larder.bench;

import java.util.Comparator;
import java.util.List;

/// What one round of a mix gave.
record Figure(double requestsPerSecond, double p50Millis, double p99Millis, long failed) {
    /// The round in the middle by requests/s, with the failures of all.
    static Figure median(List<Figure> rounds) {
        List<Figure> sorted =
                rounds.stream()
                        .sorted(Comparator.comparingDouble(Figure::requestsPerSecond))
                        .toList();
        Figure middle = sorted.get(sorted.size() / 2);
        long failed = rounds.stream().mapToLong(Figure::failed).sum();
        return new Figure(middle.requestsPerSecond, middle.p50Millis, middle.p99Millis, failed);
    }
}
