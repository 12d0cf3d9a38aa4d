package io.larder.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/// Figures as text.
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    /// Prints and answers the median rate of the plain loop.
    double flushLoop(List<Double> rates) {
        double median = Median.of(rates);
        out.printf("plain loop of 4 KiB write and flush: %,.0f a second%n", median);
        return median;
    }

    /// One line per mix; the last column is how many times the plain loop it is.
    void table(Map<Mix, List<Figure>> rounds, double flush) {
        out.println(
                "connections  keep-alive  rows   requests/s       rows/s   p50 ms   p99 ms  failed  x flush");
        rounds.forEach((mix, figures) -> row(mix, Figure.median(figures), flush));
    }

    private void row(Mix mix, Figure figure, double flush) {
        out.printf(
                "%11d  %10s  %4d  %,11.0f  %,11.0f  %7.2f  %7.2f  %6d  %7.2f%n",
                mix.connections(),
                mix.keepAlive() ? "yes" : "no",
                mix.rows(),
                figure.requestsPerSecond(),
                figure.requestsPerSecond() * mix.rows(),
                figure.p50Millis(),
                figure.p99Millis(),
                figure.failed(),
                figure.requestsPerSecond() / flush);
    }

    /// What share of the rate without a journal is left with it.
    void ratios(Map<Mix, List<Figure>> durable, Map<Mix, List<Figure>> bare) {
        durable.forEach((mix, figures) ->
                out.printf(
                        "%d connections, %s, %d rows: %.0f %% of the rate without journal%n",
                        mix.connections(),
                        mix.keepAlive() ? "keep-alive" : "one request each",
                        mix.rows(),
                        100
                                * Figure.median(figures).requestsPerSecond()
                                / Figure.median(bare.getOrDefault(mix, figures))
                                        .requestsPerSecond()));
    }

    /// What group commit gave, against the most it could: every flush of the plain loop, shared by
    /// as many requests as shared one here. Exact when a single mix was measured.
    void groups(Map<Mix, List<Figure>> figures, double flushesPerSecond, Groups groups) {
        double rate =
                figures.values().stream()
                        .mapToDouble(rounds -> Figure.median(rounds).requestsPerSecond())
                        .average()
                        .orElse(0);
        out.printf(
                "%.1f requests shared a flush; %.0f %% of the rate that flushes alone allow%n",
                groups.perFlush(), 100 * rate / (flushesPerSecond * groups.perFlush()));
    }
}
