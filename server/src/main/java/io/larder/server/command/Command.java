package io.larder.server.command;

import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.storage.Draft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One command with all that happened to it. Secrets among its fields are sealed. The same steps
/// always give the same command: it is built again from the journal.
public record Command(
        String terminal,
        long id,
        CommandState state,
        String target,
        Wanted wanted,
        String by,
        Draft.Stamp issued,
        Delivery delivery,
        Outcome outcome) {
    /// How it went out. `attempts` deliveries, the last one at `last` in spelling `dialect`;
    /// `tried` were not understood, `next` is what to try now (empty: what the terminal is known
    /// for); `supersededBy` is the later command about the same, 0 for none.
    public record Delivery(
            int attempts,
            Optional<Draft.Stamp> last,
            Map<String, String> dialect,
            List<Map<String, String>> tried,
            Map<String, String> next,
            long supersededBy) {
        static final Delivery NONE =
                new Delivery(0, Optional.empty(), Map.of(), List.of(), Map.of(), 0);

        /// Keeps unchangeable copies, in an order that is the same whenever the ledger is built.
        public Delivery {
            dialect = sorted(dialect);
            tried = tried.stream().map(Delivery::sorted).toList();
            next = sorted(next);
        }

        private static Map<String, String> sorted(Map<String, String> spelling) {
            return Collections.unmodifiableMap(new TreeMap<>(spelling));
        }
    }

    /// How it ended. `returned` as the terminal said it, `code` when that is a number, `words` for
    /// people, `endedMillis` wall clock, 0 while it is open.
    public record Outcome(String returned, OptionalLong code, String words, long endedMillis) {
        static final Outcome NONE = new Outcome("", OptionalLong.empty(), "", 0);
    }

    private static final List<String> DELETE =
            List.of("DELETE ", "DATA DELETE ", "cmd.data.delete.");

    static Command issued(
            String terminal, long id, String target, Wanted wanted, String by, Draft.Stamp stamp) {
        return new Command(
                terminal,
                id,
                CommandState.ISSUED,
                target,
                wanted,
                by,
                stamp,
                Delivery.NONE,
                Outcome.NONE);
    }

    Command handedOver(Draft.Stamp stamp, Map<String, String> dialect) {
        Delivery now =
                new Delivery(
                        delivery.attempts + 1,
                        Optional.of(stamp),
                        dialect,
                        delivery.tried,
                        delivery.next,
                        delivery.supersededBy);
        return with(CommandState.HANDED_OVER, now, outcome);
    }

    /// A later order with the same target was given. What it says completely need not go out any
    /// more; what contradicts it goes out before it, but must not go out again behind it.
    Command superseded(long later, CommandEntry.Ordered other, long millis) {
        boolean covered = isCoveredBy(other);
        if (!covered && !contradicts(other.wanted().order())) {
            return this;
        }
        Delivery now =
                new Delivery(
                        delivery.attempts,
                        delivery.last,
                        delivery.dialect,
                        delivery.tried,
                        delivery.next,
                        later);
        return covered && state == CommandState.ISSUED
                ? with(CommandState.CANCELLED, now, ended("superseded by " + later, millis))
                : with(state, now, outcome);
    }

    private boolean isCoveredBy(CommandEntry.Ordered other) {
        Order mine = wanted.order();
        Order later = other.wanted().order();
        boolean whole = target.equals(other.target());
        boolean said =
                later.name().equals(mine.name())
                        && later.fields().keySet().containsAll(mine.fields().keySet());
        boolean part = target.startsWith(other.target() + OrderTraits.PART);
        return (whole && said) || ((whole || part) && isDelete(later));
    }

    private static boolean isDelete(Order order) {
        return DELETE.stream().anyMatch(order.name()::startsWith);
    }

    private boolean contradicts(Order later) {
        Order mine = wanted.order();
        if (isDelete(mine) && isDelete(later)) {
            return false;
        }
        return !later.name().equals(mine.name())
                || mine.fields().entrySet().stream()
                        .anyMatch(each ->
                                !later.fields()
                                        .getOrDefault(each.getKey(), each.getValue())
                                        .equals(each.getValue()));
    }

    Command ruled(CommandState end, String why, long millis) {
        return with(end, delivery, ended(why, millis));
    }

    /// The box that its terminal stands behind is asked to take it back: that box alone can say
    /// whether it still could.
    Command withdrawn(String why) {
        return with(
                CommandState.HANDED_OVER,
                delivery,
                new Outcome(outcome.returned, outcome.code, why, 0));
    }

    boolean isOpen() {
        return state.isOpen();
    }

    /// Whether the box of its terminal is asked to take it back.
    boolean isWithdrawn() {
        return state == CommandState.HANDED_OVER && !outcome.words.isEmpty();
    }

    /// What the box of its terminal says of its end, also when it had been given up here.
    Command reported(CommandState end, Outcome said, int attempts) {
        Delivery now =
                new Delivery(
                        attempts,
                        delivery.last,
                        delivery.dialect,
                        delivery.tried,
                        delivery.next,
                        delivery.supersededBy);
        return with(end, now, said);
    }

    /// What the terminal said of it, also when it had been given up.
    Command replied(CommandReply reply, CommandLanguage language, long millis) {
        OrderTraits traits = language.traits(wanted.order());
        Optional<Map<String, String>> other =
                state == CommandState.HANDED_OVER
                        ? otherSpelling(reply, language)
                        : Optional.empty();
        if (other.isPresent()) {
            return with(CommandState.ISSUED, retold(other.get()), outcome);
        }
        boolean done =
                reply.code().isPresent()
                        && (reply.code().getAsLong() == 0
                                || (traits.countIsSuccess() && reply.code().getAsLong() > 0));
        String words = language.meaning(wanted.order(), reply);
        return with(
                done ? CommandState.SETTLED : CommandState.FAILED,
                delivery,
                new Outcome(reply.returned(), reply.code(), words, millis));
    }

    private Optional<Map<String, String>> otherSpelling(
            CommandReply reply, CommandLanguage language) {
        if (reply.code().isEmpty()
                || !WireId.hasRoom(delivery.tried.size())
                || !language.isDialectFault(wanted.order(), reply.code().getAsLong())) {
            return Optional.empty();
        }
        return language.dialects(wanted.order()).stream()
                .filter(each -> !each.equals(delivery.dialect) && !delivery.tried.contains(each))
                .findFirst();
    }

    private Delivery retold(Map<String, String> next) {
        List<Map<String, String>> tried = new ArrayList<>(delivery.tried);
        tried.add(delivery.dialect);
        return new Delivery(0, delivery.last, delivery.dialect, tried, next, delivery.supersededBy);
    }

    private Outcome ended(String words, long millis) {
        return new Outcome(outcome.returned, outcome.code, words, millis);
    }

    private Command with(CommandState to, Delivery newDelivery, Outcome newOutcome) {
        return new Command(terminal, id, to, target, wanted, by, issued, newDelivery, newOutcome);
    }
}
