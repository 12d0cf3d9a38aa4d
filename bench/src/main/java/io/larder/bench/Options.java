package io.larder.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What to measure and how long; every option has a default.
///
/// @param rowLimit a cell ends early after so many rows, so that the proof afterwards stays short
/// @param keepAlive which kinds of connection
record Options(
        String mode,
        List<Integer> connections,
        List<Integer> rows,
        List<Boolean> keepAlive,
        int rounds,
        Duration time,
        Duration warmUp,
        long rowLimit,
        int megabytes,
        boolean noJournal,
        Path dir,
        List<String> flags,
        String classPath,
        String main,
        String noJournalMain) {
    static final String HELP =
            """
            Usage: bench [door|compare|memory|flush|seal|overload] [OPTION=VALUE]...

              door      requests/s, p50 and p99 of the terminal door for each mix, rows proven (default)
              compare   the box beside the same box without a journal, turn by turn
              memory    resident memory while uploads pile up
              flush     only the plain loop of 4 KiB write and flush
              seal      what sealing costs: uploads into a journal, in the clear and sealed
              overload  too much of everything: what becomes of it, and of the others meanwhile

              --connections=1,8,64,256   senders at once             (compare: 8,16; memory: 64; seal: 1,16;
                                                          overload: 10000 in its crowd)
              --rows=1,50                rows in one request         (compare: 1; memory: 50)
              --keep-alive=both          yes, no or both
              --rounds=3                 medians are taken over these
              --seconds=2                each mix, each round        (overload: 15, with and without)
              --warm-up=3                seconds before the first round
              --row-limit=200000         a mix ends early after so many rows
              --megabytes=1024           memory: uploads to pile up
              --dir=DIR                  disk to measure on          (default: temporary folder)
              --flags="-Xmx64m ..."      of the server's JVM         (default: those of this one)
              --class-path=PATH          of the server               (default: that of this program)
              --main=CLASS               of the server
              --no-journal               door: measure the variant that keeps nothing
              --no-journal-main=CLASS    its main class

            Example: bench door --connections=8 --rows=1 --seconds=5
            """;

    /// Reads the command line; throws `IllegalArgumentException` with what was expected.
    static Options read(String... args) {
        String mode = args.length > 0 && !args[0].startsWith("--") ? args[0] : "door";
        if (!List.of("door", "compare", "memory", "flush", "seal", "overload").contains(mode)) {
            throw new IllegalArgumentException(
                    "expected door, compare, memory, flush, seal or overload, found " + mode);
        }
        List<String> left = new ArrayList<>(Arrays.asList(args));
        left.remove(mode);
        String connections =
                switch (mode) {
                    case "compare" -> "8,16";
                    case "seal" -> "1,16";
                    case "memory" -> "64";
                    case "overload" -> "10000";
                    default -> "1,8,64,256";
                };
        String rows =
                switch (mode) {
                    case "compare" -> "1";
                    case "memory" -> "50";
                    default -> "1,50";
                };
        Options options =
                new Options(
                        mode,
                        numbers(take(left, "connections", connections)),
                        numbers(take(left, "rows", rows)),
                        kinds(take(left, "keep-alive", "both")),
                        number(take(left, "rounds", "3")),
                        seconds(take(left, "seconds", mode.equals("overload") ? "15" : "2")),
                        seconds(take(left, "warm-up", "3")),
                        number(take(left, "row-limit", "200000")),
                        number(take(left, "megabytes", "1024")),
                        left.remove("--no-journal"),
                        Path.of(take(left, "dir", System.getProperty("java.io.tmpdir", "."))),
                        flags(take(left, "flags", "")),
                        take(left, "class-path", System.getProperty("java.class.path", "")),
                        take(left, "main", "io.larder.server.cli.Main"),
                        take(left, "no-journal-main", "io.larder.bench.NoJournalServer"));
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(" ", left));
        }
        return options;
    }

    static String take(List<String> args, String name, String otherwise) {
        String prefix = "--" + name + "=";
        String value = otherwise;
        for (String arg : List.copyOf(args)) {
            if (arg.startsWith(prefix)) {
                value = arg.substring(prefix.length());
                args.remove(arg);
            }
        }
        return value;
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Options::number).toList();
    }

    static int number(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("expected a number above 0, found " + text);
        }
        return Integer.parseInt(text);
    }

    private static Duration seconds(String text) {
        if (!text.matches("\\d{1,5}(\\.\\d{1,3})?")) {
            throw new IllegalArgumentException("expected seconds, found " + text);
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }

    private static List<Boolean> kinds(String text) {
        return switch (text) {
            case "both" -> List.of(false, true);
            case "yes" -> List.of(true);
            case "no" -> List.of(false);
            default ->
                    throw new IllegalArgumentException("expected yes, no or both, found " + text);
        };
    }

    /// The server runs with the flags this program was given, unless told otherwise.
    private static List<String> flags(String text) {
        return text.isBlank()
                ? ManagementFactory.getRuntimeMXBean().getInputArguments()
                : List.of(text.strip().split(" +"));
    }
}
