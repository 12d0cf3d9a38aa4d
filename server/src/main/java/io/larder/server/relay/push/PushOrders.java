package io.larder.server.relay.push;

import io.larder.server.command.BoxReport;
import io.larder.server.command.OrderPage;
import io.larder.server.command.ReferencedCommands;
import io.larder.server.command.RemoteOrder;
import io.larder.server.command.WireOrder;
import io.larder.server.record.Bytes;
import io.larder.server.relay.Box;
import io.larder.server.relay.OrderSource;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Polls the server for each terminal, as often as it wants, and takes its commands over. What the
/// box does not carry out is answered at once, as a terminal answers a command that it does not
/// have. Replies of terminals go up with their uploads, in order.
///
/// A command that the server gives again is the same one as long as its reply has not arrived
/// there; after that it is another.
final class PushOrders implements OrderSource {
    private static final System.Logger LOG = System.getLogger(PushOrders.class.getName());

    /// Commands that wait for the box's word, more than a page of any server has.
    private static final int PENDING = 10_000;

    private record Given(Lane lane, Bytes number, String text) {}

    private record Polled(Lane lane, Optional<List<Bytes>> lines) {}

    private final String name;
    private final Box box;
    private final PushSettings settings;
    private final CommandReference references;
    private final Lanes lanes;
    private final Asides asides;

    /// By reference, until the box says what it does with it.
    private final Map<String, Given> pending =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Given> eldest) {
                    return size() > PENDING;
                }
            };

    PushOrders(
            String name,
            Box box,
            PushSettings settings,
            CommandReference references,
            Lanes lanes,
            Asides asides) {
        this.name = name;
        this.box = box;
        this.settings = settings;
        this.references = references;
        this.lanes = lanes;
        this.asides = asides;
    }

    @Override
    public Answer ask(BoxReport report) {
        if (lanes.isClosed()) {
            return new Down("closed", Optional.empty());
        }
        report.taken().forEach(pending::remove);
        report.declined().forEach(this::decline);
        List<Lane> due =
                lanes.all().stream()
                        .filter(Lane::isPollDue)
                        .filter(lane -> !report.full().contains(lane.serial()))
                        .toList();
        List<Polled> polled = lanes.each(due, this::poll);
        boolean none = !polled.isEmpty() && polled.stream().allMatch(each -> each.lines.isEmpty());
        if (none) {
            return new Down("no answer to a poll", Optional.empty());
        }
        List<RemoteOrder> orders = new ArrayList<>();
        for (Polled each : polled) {
            for (Bytes line : each.lines.orElse(List.of())) {
                order(each.lane, line).ifPresent(orders::add);
            }
        }
        return new Heard(new OrderPage(orders, List.of(), false));
    }

    /// Who is set aside is not greeted before its time.
    private Polled poll(Lane lane) {
        boolean ready =
                lane.isInitialised()
                        || (!asides.isAside(lane.serial())
                                && lane.ready() instanceof Verdict.Taken);
        if (!ready) {
            lane.postpone();
            return new Polled(lane, Optional.empty());
        }
        return new Polled(lane, lane.poll());
    }

    /// `C:<number>:<text>` as an order, empty when nothing is to be done, or it was answered.
    private Optional<RemoteOrder> order(Lane lane, Bytes line) {
        int colon = line.indexOf((byte) ':', 2);
        Bytes number = colon < 0 ? Bytes.EMPTY : line.slice(2, colon);
        if (!CommandReference.isNumber(number)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: a command for terminal {1} has no number of 1 to 16 characters",
                    name,
                    lane.serial());
            return Optional.empty();
        }
        Bytes written = line.slice(colon + 1, line.length());
        if (written.startsWith("CHECK")) {
            // The terminal will look for itself; here its options are read again.
            lane.startOver();
        }
        Optional<String> reference = reference(lane, number, written);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<RemoteOrder> order =
                settings.orders()
                        ? WireOrder.read(lane.family(), lane.serial(), written)
                                .map(each ->
                                        each.order(
                                                reference.get(),
                                                PushLimits.ORDER_TTL,
                                                name,
                                                settings.confirmed()))
                        : Optional.empty();
        Given given = new Given(lane, number, written.asLatin1());
        if (order.isEmpty()) {
            refuse(given, settings.orders() ? "cannot be read" : "none are taken over");
        } else {
            pending.put(reference.get(), given);
        }
        return order;
    }

    /// Under which the box is to take it; empty when it has it, or has just replied again.
    private Optional<String> reference(Lane lane, Bytes number, Bytes text) {
        try (LedgerReader ledger = box.store().ledger().reader()) {
            for (int before = 0; ; before++) {
                String reference = references.of(lane.serial(), number, text, before);
                Optional<Long> id = ReferencedCommands.id(ledger, reference);
                if (id.isEmpty()) {
                    return Optional.of(reference);
                }
                List<LedgerRow> ends =
                        ledger.records(lane.serial(), "COMMAND", Long.toString(id.get()));
                if (ends.isEmpty()) {
                    return Optional.empty();
                }
                switch (lane.replied(reference)) {
                    case UNKNOWN -> {
                        replyAgain(lane, number, reference, ends.getLast());
                        return Optional.empty();
                    }
                    case SINCE -> {
                        return Optional.empty();
                    }
                    case BEFORE_THE_POLL -> {
                        // Another one, under the next reference.
                    }
                }
            }
        }
    }

    /// Unless the reply is still on its way with the uploads.
    private void replyAgain(Lane lane, Bytes number, String reference, LedgerRow end) {
        if (asides.isPast(lane.serial(), end.position())) {
            lane.reply(reference, CommandEnd.reply(number, box.json().object(end)));
        }
    }

    private void decline(BoxReport.Declined declined) {
        Given given = pending.remove(declined.reference());
        if (given != null) {
            refuse(given, declined.why());
        }
    }

    private void refuse(Given given, String why) {
        String words = given.text().split("[\\t=]", 2)[0];
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}: command {1} for terminal {2} is not carried out: {3}",
                name,
                words.substring(0, Math.min(words.length(), 40)),
                given.lane().serial(),
                why);
        given.lane()
                .reply("", CommandEnd.line(given.number(), CommandEnd.UNSUPPORTED, given.text()));
    }

    /// The upstream cuts the lines, which are the same.
    @Override
    public void close() {
        lanes.close();
    }
}
