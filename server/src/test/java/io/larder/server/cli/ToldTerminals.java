package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.storage.SiteView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/// Terminals at a box that are told what they lack of the site's data.
abstract class ToldTerminals {
    static final String ONE = "0316144680030";
    static final String TWO = "0316144680031";

    @TempDir Path data;

    AssembledBox withTerminals() {
        AssembledBox box = AssembledBox.in(data).segments(64).open();
        for (String serial : List.of(ONE, TWO)) {
            assertThat(box.get("/iclock/posrequest?SN=" + serial)).isEqualTo("OK");
        }
        box.ask(_ -> 0);
        return box;
    }

    static Stated state(AssembledBox box, Statement... statements) {
        Stated stated = box.site.state(List.of(statements), "test");
        assertThat(stated).isInstanceOf(Stated.Mine.class);
        box.ask(_ -> 0);
        return stated;
    }

    static void buy(AssembledBox box, int number, int fen) {
        box.post(
                "/iclock/cpos?SN=" + ONE + "&table=BUYLOG&Stamp=1&StampId=" + number,
                "1\t100\t2018-12-20 12:00:00\t"
                        + fen
                        + "\t900\t5\t1\t1\t2018-12-20\t"
                        + number
                        + "\t2");
        box.ask(_ -> 0);
    }

    static long open(AssembledBox box) {
        return box.ask(ledger -> ledger.commands().countOpen(ONE));
    }

    static String standing(AssembledBox box) {
        var standing =
                box.ask(ledger ->
                        ledger.site()
                                .standing(new SiteView.Hearer(ONE, "canteen", false, Set.of(""))));
        return "held %d, pending %d, refused %d, lacking %d"
                .formatted(
                        standing.held(),
                        standing.pending(),
                        standing.refused(),
                        standing.lacking());
    }

    static List<String> told(AssembledBox box, String serial) {
        return told(box, serial, "0");
    }

    /// Lets the box tell a terminal everything, which answers each command with `code`.
    static List<String> told(AssembledBox box, String serial, String code) {
        List<String> told = new ArrayList<>();
        box.provisioning.round();
        box.ask(_ -> 0);
        String poll = "/iclock/posrequest?SN=" + serial;
        for (String answer = box.get(poll); !answer.equals("OK"); answer = box.get(poll)) {
            answer.lines()
                    .map(line -> line.replaceFirst("C:\\d+:", "").replace('\t', '|'))
                    .forEach(told::add);
            box.post(
                    poll.replace("posrequest", "posdevicecmd"),
                    answer.replaceAll("(?m)^C:(\\d+):.*$", "ID=$1&Return=" + code + "&CMD=DATA"));
            box.ask(_ -> 0);
            box.provisioning.round();
            box.ask(_ -> 0);
        }
        return told;
    }
}
