package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder adjust`: sets something about one terminal.
@Command(
        name = "adjust",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sets something about one terminal of the running box, for good: what it cannot say of",
            "itself, or says wrongly. An empty value takes it back.",
            "",
            "  gprs=true              on a mobile line: small answers",
            "  okCount=true           attendance rows are acknowledged with OK:<rows>",
            "  role=NAME              which site data it is to have (default: canteen, attendance)",
            "  machineType=0|1|2      purchases, top-ups, subsidies, instead of canteen.machineType",
            "  pushProtVer=2.2.14     told instead of options.pushProtVer; none: not told",
            "  wallet=single|dual, time.decoder, fulllog.layout, sync.end, coll.date, fixed.name,",
            "  user.password, subsidy.end, subsidy.date     its dialect, where it is not learned"
        },
        footer = {
            "",
            "Exit code: 0 set, 1 no such terminal or no box runs, 2 wrong usage.",
            "",
            "Example:",
            "  larder adjust 5158181900025 gprs=true role=stall-2 --data /var/lib/larder"
        })
final class AdjustCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TERMINAL", description = "Its serial number.")
    private String terminal = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME=VALUE",
            description = "See above.")
    private List<String> pairs = List.of();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        Map<String, String> set = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), pair + " is no NAME=VALUE");
            }
            set.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        try (ConsoleClient console = ConsoleClient.of(data)) {
            console.post("/api/v1/terminals/" + terminal, Json.write(Map.of("set", set)));
        }
        spec.commandLine().getOut().println("terminal " + terminal + " is adjusted");
        return 0;
    }
}
