package io.larder.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Spends seconds on inputs that Jazzer draws, which sees what code each of them reaches and keeps
/// those that reach more. In a process of its own.
final class GuidedRun {
    static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";

    private static final String SANITIZERS = "com.code_intelligence.jazzer.sanitizers.";

    /// Sanitizers that would take for an attack what targets do: they connect to a door of their
    /// own, write files and ask SQLite.
    private static final List<String> NOT_THESE =
            List.of("ServerSideRequestForgery", "FilePathTraversal", "SqlInjection");

    private static final Pattern EXECUTED = Pattern.compile("number_of_executed_units:\\s*(\\d+)");
    private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");
    private static final int INPUT_SECONDS = 40;
    private static final int LONGEST_INPUT = 70_000;

    private GuidedRun() {}

    /// Whether Jazzer is on the class path.
    static boolean isThere() {
        try {
            Class.forName(JAZZER, false, GuidedRun.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException _) {
            return false;
        }
    }

    static Workshop.Result run(Workshop shop, long seed, int seconds)
            throws IOException, InterruptedException {
        List<Path> before = shop.failed();
        long known = count(shop.found());
        Path log = shop.folder().resolve("jazzer.log");
        Process process =
                new ProcessBuilder(command(shop, seed, seconds))
                        .directory(shop.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int exit = process.waitFor();
        String said = Files.readString(log, UTF_8);
        List<Path> failed = new ArrayList<>(shop.failed());
        failed.removeAll(before);
        if (exit != 0 && failed.isEmpty()) {
            // It ended without an input to blame: what it said is all there is.
            failed.add(log);
        }
        String more =
                "coverage %s, %d new".formatted(last(COVERED, said), count(shop.found()) - known);
        return new Workshop.Result(
                Long.parseLong(last(EXECUTED, said)), seconds, more, List.copyOf(failed));
    }

    private static List<String> command(Workshop shop, long seed, int seconds) {
        String hooks =
                NOT_THESE.stream().map(SANITIZERS::concat).reduce((a, b) -> a + ":" + b).orElse("");
        return Arrays.asList(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx1g",
                "-Xss4m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dslf4j.internal.verbosity=ERROR",
                "-D" + Jazzed.TARGET + "=" + shop.target().word(),
                "-D" + Jazzed.FOLDER + "=" + shop.store(),
                "-cp",
                System.getProperty("java.class.path", ""),
                JAZZER,
                "--target_class=" + Jazzed.class.getName(),
                "--instrumentation_includes=io.larder.**",
                "--custom_hook_includes=io.larder.**",
                "--disabled_hooks=" + hooks,
                "-seed=" + (seed & Integer.MAX_VALUE),
                "-max_total_time=" + seconds,
                "-timeout=" + INPUT_SECONDS,
                "-max_len=" + LONGEST_INPUT,
                "-rss_limit_mb=0",
                // A machine with other work is slow, not the reader.
                "-report_slow_units=" + INPUT_SECONDS,
                "-print_final_stats=1",
                "-artifact_prefix=" + shop.folder() + "/failed-",
                shop.found().toString(),
                shop.seeds().toString());
    }

    private static long count(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    /// The last number that was said so; 0 for none.
    private static String last(Pattern pattern, String said) {
        return pattern.matcher(said)
                .results()
                .map((MatchResult found) -> found.group(1))
                .reduce((_, later) -> later)
                .orElse("0");
    }
}
