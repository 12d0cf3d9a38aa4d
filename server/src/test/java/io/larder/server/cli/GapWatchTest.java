package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.watch.GapWatch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GapWatchTest {
    private static final String SN = "5158181900025";

    @TempDir private Path data;
    private AssembledBox box;
    private GapWatch watch;

    @BeforeEach
    void open() {
        box = AssembledBox.in(data).open();
        watch = new GapWatch(box.terminals, box.commands, box.clock, Duration.ofMinutes(2));
        box.get("/iclock/cpos?SN=" + SN + "&options=all&device_type=30");
        upload(40);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void upload(int number) {
        String row = "1\t100023\t2026-03-01 10:00:00\t1250\t8750\t42\t2\t2\t0\t" + number + "\t1";
        String stamps = "&Stamp=2026-03-01T10:00:00&StampId=" + number;
        assertThat(box.post("/iclock/cpos?SN=" + SN + "&table=BUYLOG" + stamps, row))
                .isEqualTo("OK");
        box.ask(_ -> true);
    }

    private String poll(int devno) {
        return box.get("/iclock/posrequest?SN=" + SN + "&type=pos&devno=" + devno);
    }

    private void after(long seconds) {
        box.elapse(seconds);
        watch.round();
        box.ask(_ -> true);
    }

    @Test
    @Conforms("POS-064")
    void recordsThatDoNotComeAreAskedForAfterTheGrace() {
        poll(50);
        after(0);
        after(119);
        assertThat(poll(50)).isEqualTo("OK");
        after(1);
        assertThat(poll(50)).matches("C:\\d+:SYNC POSLOG START=41 END=50\n");
        after(600);
        assertThat(poll(50)).doesNotContain("START=41 END=50\nC:");
    }

    @Test
    @Conforms("POS-065")
    void whatComesByItselfIsNotAskedFor() {
        poll(50);
        after(0);
        after(100);
        upload(50);
        after(100);
        assertThat(poll(50)).isEqualTo("OK");
        after(1_000);
        assertThat(poll(50)).isEqualTo("OK");
    }

    @Test
    void whileRecordsKeepComingThereIsNoHurry() {
        poll(50);
        after(0);
        for (int number = 41; number < 49; number++) {
            after(100);
            upload(number);
        }
        assertThat(poll(50)).isEqualTo("OK");
    }

    @Test
    void aTerminalThatStillLacksTheSameIsAskedAgainMuchLater() {
        poll(50);
        after(0);
        after(120);
        String first = poll(50);
        box.post(
                "/iclock/posdevicecmd?SN=" + SN,
                "ID=" + first.split(":", 3)[1] + "&Return=0&CMD=SYNC");
        after(120);
        assertThat(poll(50)).isEqualTo("OK");
        after(3_600);
        assertThat(poll(50)).contains("SYNC POSLOG START=41 END=50");
    }

    @Test
    void eachKindOfRecordsHasANumberOfItsOwn() {
        poll(40);
        box.get("/iclock/posrequest?SN=" + SN + "&type=allow&devno=3");
        after(0);
        after(120);
        assertThat(poll(40)).matches("C:\\d+:SYNC ALLOWLOG START=1 END=3\n");
    }
}
