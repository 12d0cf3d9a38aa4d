package io.larder.server.watch;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Has canteen terminals send again what they say they have and the box lacks: when record numbers
/// are missing behind the bookmark, and nothing of them comes by itself for a while. What it knows
/// begins anew with the box; a resend too many changes nothing. Source: PROTOCOL.md 1.1.4.
public final class GapWatch {
    /// A terminal that was asked and still lacks the same is asked again after so many graces.
    private static final int AGAIN_AFTER = 30;

    private record Place(Serial serial, RecordTables table) {}

    /// A gap that was the same since `sinceMillis`; `asked` that a resend was ordered meanwhile.
    private record Seen(RecordGap gap, long sinceMillis, boolean asked) {}

    private final Terminals terminals;
    private final Commands commands;
    private final BoxClock clock;
    private final Duration grace;
    private final Map<Place, Seen> seen = new HashMap<>();

    /// `grace` is how long a gap may stand before a resend is ordered.
    public GapWatch(Terminals terminals, Commands commands, BoxClock clock, Duration grace) {
        this.terminals = terminals;
        this.commands = commands;
        this.clock = clock;
        this.grace = grace;
    }

    /// Looks at all terminals once. While the ledger is being built again, what lies there only
    /// seems to be missing.
    public void round() {
        if (!commands.isCaughtUp()) {
            return;
        }
        for (Terminal terminal : terminals.all()) {
            if (terminal.family() == Family.CANTEEN) {
                for (RecordTables table : RecordTables.values()) {
                    look(terminal, table);
                }
            }
        }
    }

    private void look(Terminal terminal, RecordTables table) {
        Place place = new Place(terminal.serial(), table);
        Optional<RecordGap> gap = RecordGap.of(terminal, terminals, table);
        if (gap.isEmpty()) {
            seen.remove(place);
            return;
        }
        long now = clock.monotonicMillis();
        Seen before = seen.get(place);
        // While rows keep coming the gap's beginning moves, and there is nothing to order.
        if (before == null || before.gap().first() != gap.get().first()) {
            seen.put(place, new Seen(gap.get(), now, false));
            return;
        }
        long due = grace.toMillis() * (before.asked() ? AGAIN_AFTER : 1);
        if (now - before.sinceMillis() >= due) {
            boolean ordered = order(terminal, table, gap.get());
            seen.put(place, new Seen(gap.get(), now, ordered));
        }
    }

    private boolean order(Terminal terminal, RecordTables table, RecordGap gap) {
        Map<String, String> range = new LinkedHashMap<>();
        range.put("START", Long.toString(gap.first()));
        range.put("END", Long.toString(gap.last()));
        Wanted resend = Wanted.of(new Order(table.syncOrder(), "", range));
        return commands.issue(terminal.serial(), List.of(resend), "gap watch", true)
                instanceof Issued.Mine;
    }
}
