package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.json.Json;
import io.larder.server.watch.QuarantineLine;
import io.larder.server.watch.StoreView;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder quarantine list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the lines that wait in quarantine, oldest first: place, terminal, table, when",
            "it came, how often it was sent, why it was not understood, and its bytes (escaped",
            "text, or base64 when they are no text)."
        },
        footer = {
            "",
            "Exit code: 0 listed, 1 the store cannot be read, 2 wrong usage or configuration.",
            "",
            "Example:",
            "  larder quarantine list --data /var/lib/larder"
        })
final class QuarantineListCommand implements Callable<Integer> {
    private static final int PAGE_ROWS = 200;
    private static final int MOST_SHOWN = 300;

    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--all", description = "Also the lines that were understood later.")
    private boolean all;

    @Option(names = "--json", description = "A JSON object a line, with all bytes.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ZoneId zone = store.settings().get(Keys.ZONE);
        long lines = 0;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            Position from = Position.START;
            List<QuarantineRow> page;
            do {
                page = view.ledger().quarantine().page(from, all, PAGE_ROWS);
                for (QuarantineRow row : page) {
                    out.print(json ? line(row, zone) : text(row, zone));
                    from = new Position(row.position().seq(), row.position().row() + 1);
                    lines++;
                }
            } while (!out.checkError() && !page.isEmpty());
        }
        if (!json) {
            out.print(lines == 0 ? "nothing is in quarantine\n" : "");
        }
        out.flush();
        return 0;
    }

    private static String line(QuarantineRow row, ZoneId zone) {
        return Json.write(new QuarantineLine(row).object(zone)) + "\n";
    }

    private static String text(QuarantineRow row, ZoneId zone) {
        QuarantineLine line = new QuarantineLine(row);
        String sent = line.timesSent() == 1 ? "once" : line.timesSent() + " times";
        String request =
                line.request()
                        .map(upload -> "    " + upload.method() + " " + upload.target() + "\n")
                        .orElse("");
        return "%s  terminal %s  %s  %s  sent %s%s%n    %s%n%s    %s%n"
                .formatted(
                        row.position(),
                        row.subject(),
                        row.source(),
                        line.receivedAt(zone),
                        sent,
                        row.settled() ? "  understood later" : "",
                        row.reason(),
                        request,
                        line.shown(MOST_SHOWN));
    }
}
