package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A page of Markdown that grows from top to bottom, with its pictures.
final class Page {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> pictures = new LinkedHashMap<>();

    void title(String title) {
        text.append("# ").append(title).append("\n\n");
    }

    void section(String title) {
        text.append("## ").append(title).append("\n\n");
    }

    void say(String paragraph) {
        text.append(paragraph.strip()).append("\n\n");
    }

    void table(List<String> head, List<List<String>> rows) {
        row(head);
        row(head.stream().map(_ -> "---").toList());
        rows.forEach(this::row);
        text.append('\n');
    }

    private void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /// With as many digits as say something.
    static String number(double value) {
        return String.format(
                Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    /// How many times `other` the value is.
    static String ratio(double value, double other) {
        return other == 0 ? "" : String.format(Locale.ROOT, "%.2f", value / other);
    }

    /// `name` becomes a file called after the page, with a hyphen.
    void picture(String name, LineChart chart) {
        pictures.put(name, chart.svg());
        text.append("![%s](PAGE-%s.svg)%n%n".formatted(chart.title(), name));
    }

    /// Writes page and pictures side by side.
    void save(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", "");
        Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        for (Map.Entry<String, String> picture : pictures.entrySet()) {
            Files.writeString(
                    file.resolveSibling(name + "-" + picture.getKey() + ".svg"),
                    picture.getValue());
        }
        Files.writeString(file, text.toString().replace("(PAGE-", "(" + name + "-").strip() + "\n");
    }
}
