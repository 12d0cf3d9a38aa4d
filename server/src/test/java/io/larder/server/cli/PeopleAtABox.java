package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A box with attendance terminals that share the people whom any of them enrols.
abstract class PeopleAtABox {
    static final String GATE = "5158181900001";
    static final String HALL = "5158181900002";
    static final String FINGER = "TVlGSU5HRVI=";

    private static final Pattern LINE = Pattern.compile("C:(\\d+):([^\n]*)\n");

    @TempDir Path data;
    AssembledBox box;

    @BeforeEach
    void open() {
        box = opened(sharing());
        hello(GATE, "&pushver=2.2.14&language=69");
        hello(HALL, "&pushver=2.2.14&language=69");
        for (String serial : List.of(GATE, HALL)) {
            box.get(
                    "/iclock/getrequest?SN="
                            + serial
                            + "&INFO=Ver%208.0,1,1,0,10.0.0.9,10,7,15,0,111");
        }
        box.ask(_ -> true);
    }

    String sharing() {
        return "attendance";
    }

    AssembledBox opened(String sharing) {
        return AssembledBox.in(data).segments(64).setting("site.sharing=" + sharing).open();
    }

    @AfterEach
    void close() {
        box.close();
    }

    void hello(String serial, String more) {
        assertThat(box.get("/iclock/cdata?SN=" + serial + "&options=all" + more))
                .startsWith("GET OPTION FROM: " + serial);
        box.ask(_ -> true);
    }

    void says(String serial, String lines) {
        assertThat(box.post("/iclock/cdata?SN=" + serial + "&table=OPERLOG&Stamp=9999", lines))
                .isEqualTo("OK");
        box.ask(_ -> true);
    }

    /// What a terminal is told until nothing more comes; each command answered with `code`.
    List<String> told(String serial, int code) {
        List<String> told = new ArrayList<>();
        boolean more = true;
        while (more) {
            box.provisioning.round();
            box.ask(_ -> true);
            Matcher lines = LINE.matcher(box.get("/iclock/getrequest?SN=" + serial));
            StringBuilder replies = new StringBuilder();
            while (lines.find()) {
                told.add(lines.group(2));
                replies.append("ID=")
                        .append(lines.group(1))
                        .append("&Return=")
                        .append(code)
                        .append("&CMD=DATA\n");
            }
            more = !replies.isEmpty();
            if (more) {
                box.post("/iclock/devicecmd?SN=" + serial, replies.toString());
                box.ask(_ -> true);
            }
        }
        return told;
    }

    List<String> told(String serial) {
        return told(serial, 0);
    }

    Optional<Item> item(ItemKind kind, String key) {
        return box.ask(ledger -> ledger.site().item(kind.word(), key).map(Items::read));
    }
}
