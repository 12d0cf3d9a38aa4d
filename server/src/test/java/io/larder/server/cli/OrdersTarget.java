package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.Issued;
import io.larder.server.command.OrderPage;
import io.larder.server.command.RemoteOrder;
import io.larder.server.fuzz.Alarms;
import io.larder.server.fuzz.FuzzTarget;
import io.larder.server.record.Serial;
import java.nio.file.Path;
import java.util.List;

/// A box that headquarters gives orders to: whatever they say, each is declined with a reason or
/// taken, and a terminal that polls is told commands one to a line.
public final class OrdersTarget implements FuzzTarget {
    private static final String CANTEEN = "5158181900025";
    private static final String ATTENDANCE = "CKJF201960001";

    private final Alarms alarms = new Alarms();
    private final AssembledBox box;

    /// A box in an empty folder that two terminals have shown themselves to.
    public OrdersTarget(Path folder) {
        box = AssembledBox.in(folder).setting("commands.powerful=true").open();
        box.get("/iclock/cpos?SN=" + CANTEEN + "&options=all&device_type=30&language=83");
        box.get("/iclock/cdata?SN=" + ATTENDANCE + "&options=all&pushver=2.2.14");
        box.ask(_ -> true);
    }

    @Override
    public void hold(byte[] input) {
        OrderPage page;
        try {
            page = OrderPage.read(new String(input, UTF_8));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(OrderPage.read(page.write())).isEqualTo(page);
        for (RemoteOrder order : page.orders()) {
            give(CANTEEN, "/iclock/posrequest?SN=", order);
            give(ATTENDANCE, "/iclock/getrequest?SN=", order);
        }
        alarms.none("nothing");
    }

    private void give(String serial, String poll, RemoteOrder order) {
        Issued issued =
                box.commands.issue(
                        new Serial(serial), List.of(order.wanted()), order.by(), order.confirmed());
        switch (issued) {
            case Issued.Declined(var _, String why) -> assertThat(why).isNotEmpty();
            case Issued.Mine(List<Long> ids, long _) -> {
                assertThat(ids).hasSize(1);
                told(poll + serial);
                // Others have room behind it.
                box.ask(_ -> box.commands.cancel(ids.getFirst(), "fuzz"));
            }
        }
    }

    private void told(String poll) {
        String answer = box.get(poll);
        if (!answer.equals("OK")) {
            assertThat(answer.lines()).allMatch(line -> line.startsWith("C:"));
        }
    }

    @Override
    public void close() {
        alarms.close();
        box.close();
    }
}
