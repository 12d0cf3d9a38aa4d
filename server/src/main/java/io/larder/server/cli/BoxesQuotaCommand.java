package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder boxes quota`: what a box may send a day.
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says how many packed megabytes a box may send a day (UTC). Beyond, it is told to wait, and",
            "keeps its records meanwhile."
        },
        footer = {
            "",
            "Exit code: 0 done, 1 not done (the reason is printed), 2 wrong usage.",
            "",
            "Example:",
            "  larder boxes quota 00112233445566aa 50 --data /var/lib/hq"
        })
final class BoxesQuotaCommand implements Callable<Integer> {
    private static final String USUAL = "usual";

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BOX", description = "The box.")
    private String box;

    @Parameters(
            index = "1",
            paramLabel = "N",
            description =
                    "Megabytes a day; 0 is any number, 'usual' is receive.boxMegabytesPerDay.")
    private String megabytes;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    /// Where the console takes what is to be done with a box.
    static String path(String box, String verb) {
        return "/api/v1/boxes/" + URLEncoder.encode(box, StandardCharsets.UTF_8) + "/" + verb;
    }

    @Override
    public Integer call() throws IOException {
        if (!megabytes.equals(USUAL) && !megabytes.matches("\\d{1,7}")) {
            throw new ParameterException(
                    spec.commandLine(), "N is " + megabytes + ", expected a number or " + USUAL);
        }
        Map<String, Object> said =
                megabytes.equals(USUAL)
                        ? Map.of()
                        : Map.of("megabytesPerDay", Long.valueOf(megabytes));
        PrintWriter out = spec.commandLine().getOut();
        try (ConsoleClient console = ConsoleClient.of(data)) {
            Object site = console.post(path(box, "quota"), Json.write(said)).get("site");
            out.println(box + " (" + site + ") may send " + megabytes + " megabytes a day");
        }
        out.flush();
        return 0;
    }
}
