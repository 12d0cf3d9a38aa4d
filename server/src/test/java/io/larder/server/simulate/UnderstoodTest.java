package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.protocol.attendance.AttendanceTables;
import io.larder.server.protocol.canteen.CanteenTables;
import io.larder.server.record.Kind;
import io.larder.server.record.Record;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Simulator and box were written apart; here the box reads what the simulator says.
class UnderstoodTest {
    private static final SitePlan PLAN =
            SitePlan.of(24, 1).withHabits(Habits.HONEST.withRows(1, 4).withBadRows(0.2));

    @Test
    void everyRowIsUnderstoodAsTheObligationItBecomesAndEveryBadRowIsOdd() {
        for (int place = 0; place < PLAN.terminals(); place++) {
            SplittableRandom random = new SplittableRandom(place);
            SimulatedTerminal terminal = Site.terminal(PLAN, place, random);
            Map<String, String> learned = new HashMap<>();
            if (place % 2 == 0) {
                Wire.Request hello = wire(terminal.hello("127.0.0.1"), "GET");
                learned.put(CanteenTables.WALLET, CanteenTables.wallet(hello.query()));
            }
            for (int i = 0; i < 300; i++) {
                understood(terminal, terminal.next(), learned);
            }
        }
    }

    private static void understood(
            SimulatedTerminal terminal, Outgoing upload, Map<String, String> learned) {
        Wire.Request wire = wire(upload.call(), "POST");
        Reading reading =
                terminal instanceof CanteenTerminal
                        ? CanteenTables.read(wire, learned)
                        : AttendanceTables.read(wire, learned);
        learned.putAll(reading.learned());
        List<String> ids = new ArrayList<>();
        int odd = 0;
        for (Row row : reading.rows()) {
            switch (row) {
                case Row.Read(Record read) when read.kind() == Kind.PURCHASE_ITEM -> {}
                case Row.Read(Record read) -> ids.add(id(terminal, reading.table(), read));
                case Row.Odd _ -> odd++;
            }
        }
        assertThat(ids).as(upload.call().target()).isEqualTo(upload.ids());
        assertThat(odd).as(upload.call().target()).isEqualTo(upload.odd());
        assertThat(reading.notices()).as(upload.call().target()).isEmpty();
    }

    private static String id(SimulatedTerminal terminal, String table, Record read) {
        String key =
                table.equals("ATTLOG")
                        ? read.fields().get("pin") + "/" + read.fields().get("time")
                        : String.valueOf(read.fields().get("recNo"));
        return terminal.serial() + "/" + table + "/" + key;
    }

    private static Wire.Request wire(Call call, String method) {
        return Wire.Request.of(method, call.target(), call.body(), "127.0.0.1");
    }
}
