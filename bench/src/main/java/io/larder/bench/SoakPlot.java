package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Draws what `./larder soak` wrote down: memory, threads and open files of each process over time.
public final class SoakPlot {
    private static final double SECONDS_A_MINUTE = 60;

    /// One look at a process, a line of the table: its name, seconds since the begin, number of the
    /// process, resident MiB, threads, open files.
    record Look(String process, double seconds, double mebibytes, double threads, double files) {
        static Look read(String line) {
            String[] cells = line.split("\t", -1);
            return new Look(
                    cells[0],
                    Double.parseDouble(cells[1]),
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5]));
        }
    }

    private SoakPlot() {}

    /// Takes the table's path; writes `NAME-memory.svg`, `-threads.svg` and `-files.svg` beside it.
    public static void main(String[] args) throws IOException {
        Path table = Path.of(args[0]);
        Map<String, List<Look>> looks = new LinkedHashMap<>();
        for (String line : Files.readAllLines(table)) {
            Look look = Look.read(line);
            looks.computeIfAbsent(look.process(), _ -> new ArrayList<>()).add(look);
        }
        write(table, "memory", "Resident memory", "MiB", looks, Look::mebibytes);
        write(table, "threads", "Threads", "number", looks, Look::threads);
        write(table, "files", "Open files and sockets", "number", looks, Look::files);
    }

    private static void write(
            Path table,
            String name,
            String title,
            String up,
            Map<String, List<Look>> looks,
            ToDoubleFunction<Look> value)
            throws IOException {
        List<LineChart.Line> lines = new ArrayList<>();
        looks.forEach((process, seen) ->
                lines.add(
                        new LineChart.Line(
                                process,
                                seen.stream()
                                        .map(look -> look.seconds() / SECONDS_A_MINUTE)
                                        .toList(),
                                seen.stream().map(value::applyAsDouble).toList())));
        String stem = String.valueOf(table.getFileName()).replaceFirst("\\.tsv$", "");
        Path file = table.resolveSibling(stem + "-" + name + ".svg");
        Files.writeString(file, new LineChart(title, "minutes", up, lines).svg());
        System.out.println("written: " + file);
    }
}
