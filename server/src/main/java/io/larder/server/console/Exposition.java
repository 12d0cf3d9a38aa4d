package io.larder.server.console;

import java.util.NavigableMap;

/// Metrics in the text format 0.0.4 of Prometheus, one after the other: what it is called, what it
/// means, and its values.
///
/// ```
/// # HELP larder_upstream_up 1 when the last exchange with the upstream succeeded.
/// # TYPE larder_upstream_up gauge
/// larder_upstream_up{upstream="headquarters"} 1
/// ```
final class Exposition {
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder();
    private String name = "";

    /// Begins a value that goes up and down.
    Exposition gauge(String called, String help) {
        return begin(called, "gauge", help);
    }

    /// Begins a value that only goes up.
    Exposition counter(String called, String help) {
        return begin(called, "counter", help);
    }

    private Exposition begin(String called, String type, String help) {
        name = called;
        out.append("# HELP ").append(called).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(called).append(' ').append(type).append('\n');
        return this;
    }

    /// The one value there is.
    Exposition value(double value) {
        return line("", number(value));
    }

    /// The one value there is.
    Exposition value(long value) {
        return line("", Long.toString(value));
    }

    /// Yes or no.
    Exposition value(boolean value) {
        return value(value ? 1L : 0L);
    }

    /// The value of what `label` says.
    Exposition value(String label, String said, double value) {
        return line(labels(label, said), number(value));
    }

    /// The value of what `label` says.
    Exposition value(String label, String said, long value) {
        return line(labels(label, said), Long.toString(value));
    }

    private static String labels(String label, String said) {
        return "{" + label + "=\"" + escaped(said) + "\"}";
    }

    /// A histogram of durations: how many took at most so many milliseconds, and how many and how
    /// many nanoseconds all took.
    Exposition histogram(
            String called,
            String help,
            NavigableMap<Long, Long> withinMillis,
            long count,
            long nanos) {
        begin(called, "histogram", help);
        withinMillis.forEach((millis, many) -> bucket(called, number(millis / 1e3), many));
        bucket(called, "+Inf", count);
        out.append(called).append("_sum ").append(number(nanos / 1e9)).append('\n');
        out.append(called).append("_count ").append(count).append('\n');
        return this;
    }

    private void bucket(String called, String bound, long many) {
        out.append(called).append("_bucket{le=\"").append(bound).append("\"} ");
        out.append(many).append('\n');
    }

    private Exposition line(String labels, String value) {
        out.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    /// Whole numbers as such, whatever is in front of the reader.
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
