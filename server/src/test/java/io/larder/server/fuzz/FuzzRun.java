package io.larder.server.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./larder fuzz`: spends some minutes on all readers in turn, or on some of them, and says what
/// was tried and what failed.
@Command(
        name = "larder fuzz",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gives all that reads what others say anything but what they say.")
final class FuzzRun implements Callable<Integer> {
    /// Most of the time goes to the inputs that are guided, the rest to those that are drawn.
    private static final double GUIDED = 0.65;

    private static final int LEAST_SECONDS = 4;

    /// It tells of each door that opens.
    private static final Logger SERVER = Logger.getLogger("io.helidon");

    @Option(names = "--minutes", defaultValue = "10", description = "for all together")
    private double minutes;

    @Option(names = "--seed", description = "draws the same again")
    private @Nullable Long seed;

    @Option(names = "--input", description = "only this file, once")
    private @Nullable Path input;

    @Option(names = "--folder", defaultValue = "target/fuzz", hidden = true)
    private Path folder = Path.of("");

    @Parameters(arity = "0..*", description = "targets; all when none is named")
    private List<String> names = new ArrayList<>();

    private final List<Path> failed = new ArrayList<>();

    /// Ends with 1 when an input failed.
    static void main(String... args) {
        System.exit(new CommandLine(new FuzzRun()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        SERVER.setLevel(Level.WARNING);
        Set<FuzzTargets> targets = targets();
        Path all = Files.createDirectories(folder).toAbsolutePath().normalize();
        Path once = input;
        if (once != null) {
            for (FuzzTargets target : targets) {
                DrawnRun.once(Workshop.of(target, all), Files.readAllBytes(once));
            }
            System.out.println("nothing failed");
            return 0;
        }
        long from = seed == null ? new Random().nextInt(1_000_000) : seed;
        double share = Math.max(LEAST_SECONDS, minutes * 60 / targets.size());
        System.out.printf(
                "%d targets, %.0f s each, seed %d%s%n",
                targets.size(),
                share,
                from,
                GuidedRun.isThere() ? "" : "; Jazzer is not there: all inputs are drawn");
        for (FuzzTargets target : targets) {
            spend(Workshop.of(target, all), from, share);
        }
        tell();
        return failed.isEmpty() ? 0 : 1;
    }

    private Set<FuzzTargets> targets() {
        Set<FuzzTargets> targets = EnumSet.noneOf(FuzzTargets.class);
        for (String name : names) {
            targets.add(FuzzTargets.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return targets.isEmpty() ? EnumSet.allOf(FuzzTargets.class) : targets;
    }

    private void spend(Workshop shop, long from, double share)
            throws IOException, InterruptedException {
        double drawn = share;
        if (GuidedRun.isThere()) {
            int guided = (int) Math.ceil(share * GUIDED);
            drawn = share - guided;
            tell(shop, "guided", GuidedRun.run(shop, from, guided));
        }
        tell(shop, "drawn", DrawnRun.run(shop, from, drawn));
    }

    private void tell(Workshop shop, String how, Workshop.Result result) {
        System.out.printf("%-11s %-6s %s%n", shop.target().word(), how, result.line());
        for (Path each : result.failed()) {
            failed.add(each);
            System.out.printf(
                    "%-11s FAILED ./larder fuzz --input=%s %s%n",
                    shop.target().word(), each, shop.target().word());
        }
    }

    private void tell() {
        System.out.println(
                failed.isEmpty() ? "nothing failed" : failed.size() + " inputs failed, see above");
    }
}
