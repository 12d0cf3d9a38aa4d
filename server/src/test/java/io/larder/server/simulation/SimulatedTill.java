package io.larder.server.simulation;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.Order;
import io.larder.storage.LedgerRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A canteen terminal: it records meals, and carries out what it is ordered. Replies that it has no
/// `OK` for are said again, until it starts anew and has forgotten them.
final class SimulatedTill extends HttpTerminal {
    private static final String REBOOT = "REBOOT";

    /// A number on the wire is that of the command, plus this for each other spelling.
    private static final int SPELLING = 200;

    private static final int PER_ENTRY = 1_000;

    private final Deque<Order> toReply = new ArrayDeque<>();
    private final Map<Long, Integer> done = new TreeMap<>();
    private boolean restarts;

    SimulatedTill(int index) {
        super("51581819%05d".formatted(index), "PosLogStampId");
    }

    @Override
    String kind() {
        return "purchase";
    }

    @Override
    long number(LedgerRow row) {
        return Long.parseLong(row.key());
    }

    @Override
    protected String row(int number, int draw) {
        return "%d\tC\t2026-05-%02d 10:16:58\t%d\t8750\t%d\t2\t2\t0\t%d\t1"
                .formatted(1 + number % 7, 1 + number % 28, 500 + draw, number, number);
    }

    @Override
    protected String hello() {
        return "/iclock/cpos?SN="
                + serial()
                + "&options=all&fireVer=Ver_2020.0.0.2-20181011&build=0001&ip=10.0.0.1"
                + "&language=69&devicename=CM102&device_type=30&IsConsumeFunType=1"
                + "&pushver=4.0.1";
    }

    @Override
    protected String upload(int last) {
        return "/iclock/cpos?SN="
                + serial()
                + "&table=BUYLOG&Stamp=2026-05-28T10:16:58&StampId="
                + last;
    }

    @Override
    String start(SimulatedBox box) {
        toReply.clear();
        restarts = false;
        return super.start(box);
    }

    /// Asks for orders and carries them out, unless the answer is lost; what was said.
    String poll(SimulatedBox box, boolean answerLost) {
        Answer answer = box.handle(get("/iclock/posrequest?SN=" + serial() + "&type=pos&devno=0"));
        int carriedOut = answerLost ? 0 : obey(answer);
        return (answerLost ? "lost " : carriedOut + " of ") + said(answer);
    }

    private int obey(Answer answer) {
        if (!(answer instanceof Answer.Text(Bytes body))) {
            return 0;
        }
        int orders = 0;
        for (String line : body.asLatin1().split("\\R", -1)) {
            Optional<Order> order = Order.read(line);
            if (order.isPresent()) {
                orders++;
                done.merge(id(order.get()), 1, Integer::sum);
                if (order.get().verb().equals(REBOOT)) {
                    restarts = true; // and says nothing of it
                } else {
                    toReply.add(order.get());
                }
            }
        }
        return orders;
    }

    /// Whether it was told to start anew, and has not yet.
    boolean restarts() {
        return restarts;
    }

    /// Says what came of its orders until that is not taken; which commands the box knows that of.
    List<Long> reply(SimulatedBox box) {
        List<Long> taken = new ArrayList<>();
        while (!toReply.isEmpty()) {
            Order order = toReply.getFirst();
            Wire.Request reply =
                    post(
                            "/iclock/posdevicecmd?SN=" + serial(),
                            "ID=" + order.id() + "&Return=0&CMD=" + order.verb() + "\n");
            if (!(box.handle(reply) instanceof Answer.Stored)) {
                return taken;
            }
            taken.add(id(toReply.removeFirst()));
        }
        return taken;
    }

    /// How often it carried out what, by the number of the command.
    Map<Long, Integer> done() {
        return done;
    }

    private static long id(Order order) {
        long number = Long.parseLong(order.id());
        return number - number % PER_ENTRY + number % PER_ENTRY % SPELLING;
    }
}
