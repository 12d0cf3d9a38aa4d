package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A canteen terminal: it sells ([Till]), remembers ([TerminalMemory]) and obeys ([Obedience]).
final class CanteenTerminal implements SimulatedTerminal {
    private final Serial serial;
    private final Till till;
    private final TerminalMemory memory;
    private final Mishaps mishaps;
    private final Dialect dialect;
    private final Obedience obedience;

    /// `index` chooses the dialect, so that a few terminals in a row speak all of them.
    CanteenTerminal(
            Serial serial,
            int index,
            LocalDateTime clock,
            Habits habits,
            Mishaps mishaps,
            TerminalMemory memory,
            SplittableRandom random) {
        this.serial = serial;
        this.memory = memory;
        this.mishaps = mishaps;
        this.till = new Till(serial, index, clock, habits, memory.records(), random);
        this.dialect = Dialect.of(index);
        this.obedience = new Obedience(serial, dialect, till.dualWallet(), memory, mishaps);
    }

    @Override
    public Serial serial() {
        return serial;
    }

    @Override
    public Call hello(String address) {
        return Call.get(
                "/iclock/cpos?SN="
                        + serial
                        + "&options=all&fireVer=Ver_2020.0.0.2-20181011&build=0001&ip="
                        + address
                        + "&language="
                        + dialect.language()
                        + "&devicename=CM102&device_type=30&IsConsumeFunType="
                        + (till.dualWallet() ? 3 : 1)
                        + "&pushver=4.0.1");
    }

    @Override
    public void resume(Map<String, String> options, Obligations past) {
        memory.tell(options);
        till.resume(options, past);
    }

    @Override
    public Outgoing next() {
        return till.next();
    }

    @Override
    public Call poll() {
        return Call.get(
                "/iclock/posrequest?SN=" + serial + "&type=pos&devno=" + till.lastPurchase());
    }

    @Override
    public Reply obey(Order order, Reach reach) throws InterruptedException {
        return obedience.obey(order, reach);
    }

    @Override
    public List<Call> report(List<Reply> replies) {
        return Replies.bodies(replies, serial, dialect).stream()
                .map(body -> Call.post("/iclock/posdevicecmd?SN=" + serial, body))
                .toList();
    }

    @Override
    public boolean repliesAtOnce() {
        return dialect.oneByOne();
    }

    @Override
    public Mishaps mishaps() {
        return mishaps;
    }
}
