package io.larder.bench;

import io.larder.storage.JournalSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A folder on the disk to measure on, what programs are started through there (nothing, or what
/// puts them under limits), and how many segments the journals of boxes have there.
record Place(Path dir, List<String> prefix, int segments) {
    /// Of the ring of a box on a disk that is not large.
    static final int FEW_SEGMENTS = 64;

    private static final Path UNIT_OPTIONS = Path.of("systemd", "java.options");
    private static final Pattern FLUSHES = Pattern.compile("flush: ([\\d,]+) a second");

    /// On the disk of `dir`, as boxes come.
    static Place plain(Path dir) {
        return new Place(dir, List.of(), JournalSettings.DEFAULT.segments());
    }

    /// Of the launcher: those this program was started with.
    static List<String> launcherFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    /// Of the service, which is meant for a small machine.
    static List<String> unitFlags() throws IOException {
        List<String> flags = new ArrayList<>(Files.readAllLines(UNIT_OPTIONS));
        flags.removeIf(line -> line.isBlank() || line.startsWith("#"));
        flags.add("--enable-native-access=ALL-UNNAMED"); // what the manifest says with -jar
        return flags;
    }

    Probe probe(List<String> flags) {
        return new LarderProbe(
                Options.read("--dir=" + dir, "--flags=" + String.join(" ", flags)),
                prefix,
                segments);
    }

    /// The command line of `main` of the same class path.
    List<String> java(List<String> flags, String main) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(Shell.java(flags, System.getProperty("java.class.path", ""), main));
        return command;
    }

    /// Rate of the plain loop of write and flush, here and under the same limits.
    double flushes(Duration time) throws IOException, InterruptedException {
        List<String> command = java(launcherFlags(), Bench.class.getName());
        command.addAll(
                List.of(
                        "flush",
                        "--rounds=1",
                        "--seconds=" + time.toMillis() / 1000.0,
                        "--dir=" + dir));
        String said = Shell.run(command);
        Matcher found = FLUSHES.matcher(said);
        if (!found.find()) {
            throw new IOException("no rate in: " + said);
        }
        return Double.parseDouble(found.group(1).replace(",", ""));
    }
}
