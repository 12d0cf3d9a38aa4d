package io.larder.bench;

import java.util.List;
import java.util.Locale;

/// A few lines over one axis, as SVG that is readable in the light and in the dark.
record LineChart(String title, String across, String up, List<Line> lines) {
    /// One line with its name; `y` belongs to `x`.
    record Line(String name, List<Double> x, List<Double> y) {}

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int BOTTOM = 50;
    private static final List<String> COLOURS = List.of("#0b6e99", "#c4501b", "#5b8c2a");

    /// Step of a scale from 0 to `most`: 1, 2 or 5 times a power of ten, four to ten of them.
    static double step(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {power / 5, power / 2, power}) {
            if (most / step <= 8) {
                return step;
            }
        }
        return power * 2;
    }

    String svg() {
        double mostX = most(lines.stream().flatMap(line -> line.x().stream()).toList());
        double mostY = most(lines.stream().flatMap(line -> line.y().stream()).toList());
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>%n".formatted(WIDTH, HEIGHT));
        text(svg, LEFT, 20, "start", title);
        text(svg, LEFT, HEIGHT - 10, "start", across);
        text(svg, 10, TOP - 8, "start", up);
        for (double tick = 0; tick <= mostY * 1.0001; tick += step(mostY)) {
            double y = y(tick, mostY);
            rule(svg, LEFT, y, WIDTH - RIGHT, y);
            text(svg, LEFT - 8, y + 4, "end", number(tick));
        }
        for (double tick = 0; tick <= mostX * 1.0001; tick += step(mostX)) {
            text(svg, x(tick, mostX), HEIGHT - BOTTOM + 18, "middle", number(tick));
        }
        for (int i = 0; i < lines.size(); i++) {
            line(svg, lines.get(i), i, mostX, mostY);
        }
        return svg.append("</svg>\n").toString();
    }

    private static double most(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    }

    private static double x(double value, double most) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(StringBuilder svg, Line line, int index, double mostX, double mostY) {
        String colour = COLOURS.get(index % COLOURS.size());
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x().size(); i++) {
            points.append(coordinates(x(line.x().get(i), mostX), y(line.y().get(i), mostY)))
                    .append(' ');
        }
        svg.append(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n"
                        .formatted(colour, points.toString().strip()));
        int at = LEFT + 180 + 180 * index;
        svg.append(
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>%n"
                        .formatted(at, TOP - 14, colour));
        text(svg, at + 18, TOP - 8, "start", line.name());
    }

    private static String coordinates(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                        x1,
                        y1,
                        x2,
                        y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        String safe = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n",
                        x,
                        y,
                        anchor,
                        safe));
    }

    /// As short as it can be without losing a tick.
    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
