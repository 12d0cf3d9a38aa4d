package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Serial;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptiedTerminalTest extends PeopleAtABox {
    private static final String LI = "USER PIN=5\tName=Li\tPri=0\tGrp=1\n";
    private static final String LIS_FINGER =
            "FP PIN=5\tFID=6\tSize=12\tValid=1\tTMP=" + FINGER + "\n";

    @ParameterizedTest
    @ValueSource(strings = {"UserCount", "usercount", "USERCOUNT"})
    void anAttendanceTerminalThatSaysItHasNobodyIsToldEverybodyAnew(String word) {
        says(GATE, LI + LIS_FINGER);
        List<String> first = told(HALL);

        answersInfo(word + "=0");

        assertThat(first).hasSize(2);
        assertThat(told(HALL)).isEqualTo(first);
        assertThat(told(HALL)).isEmpty();
        assertThat(told(GATE)).isEmpty();
        assertThat(box.ask(ledger -> ledger.facts().of(HALL)).get("info.usercount")).isEqualTo("0");
    }

    @Test
    void oneThatSaysItHasSomebodyIsToldNothing() {
        says(GATE, LI + LIS_FINGER);
        told(HALL);

        answersInfo("UserCount=1\nTransactionCount=0");

        assertThat(told(HALL)).isEmpty();
    }

    private void answersInfo(String state) {
        Issued issued =
                box.commands.issue(
                        new Serial(HALL),
                        List.of(Wanted.of(new Order("INFO", "", Map.of()))),
                        "somebody",
                        false);
        long id = ((Issued.Mine) issued).ids().getFirst();
        box.ask(_ -> true);
        assertThat(box.get("/iclock/getrequest?SN=" + HALL)).contains("C:" + id + ":INFO");
        box.post(
                "/iclock/devicecmd?SN=" + HALL,
                "ID=" + id + "&Return=0&CMD=INFO\n~DeviceName=x\n" + state + "\n");
        box.ask(_ -> true);
    }
}
