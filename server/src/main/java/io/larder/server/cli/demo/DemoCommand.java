package io.larder.server.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder demo`: nothing to install, nothing to configure.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the main job on this machine: a box, simulated terminals, a headquarters, a line",
            "that is cut and healed, a box that is killed and started again; then the proof that",
            "nothing was lost or doubled. Data goes to a temporary folder. Ctrl-C stops everything."
        },
        footer = {
            "",
            "Exit code: 0 the proof holds, 1 it does not.",
            "",
            "Example: ten minutes with 40 terminals at 400 uploads a second:",
            "  larder demo --minutes 10 --terminals 40 --rate 400"
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            defaultValue = "1",
            paramLabel = "M",
            description = "How long the terminals work (default ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--terminals",
            defaultValue = "16",
            paramLabel = "N",
            description = "Half canteen, half attendance (default ${DEFAULT-VALUE}).")
    private int terminals;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "R",
            description = "Uploads a second over all; 0: no pause (default ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--seed", paramLabel = "S", description = "Makes the same rows again.")
    private @Nullable Long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the data goes (default: a temporary folder).")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long drawn = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        Path folder = data == null ? Files.createTempDirectory("larder-demo-") : data;
        Files.createDirectories(folder);
        Demo.Plan plan = new Demo.Plan(minutes, terminals, rate, drawn);
        return new Demo(plan, folder, spec.commandLine().getOut()).play() ? 0 : 1;
    }
}
