package io.larder.server.command;

import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Family;
import io.larder.storage.CommandTable;
import io.larder.storage.Draft;
import io.larder.storage.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes what entries mean for commands into a batch of the ledger.
public final class CommandBook {
    private static final String ASKED = "its box is asked to take it back";

    private static final Set<String> DATA_WORDS = Set.of("UPDATE", "DELETE", "QUERY", "DATA");

    /// What a reply can call the command that it is about, where terminals mean it literally.
    private static final Set<String> WORDS =
            Stream.concat(
                            DATA_WORDS.stream(),
                            Stream.of(
                                    "SHELL", "CLEAR", "REBOOT", "GETFILE", "PUTFILE", "SYNC",
                                    "COLL", "CHECK", "INFO", "SET"))
                    .collect(Collectors.toUnmodifiableSet());

    private static final Pattern ID = Pattern.compile("\\d{1,16}");

    /// A command before and after a step. `learned` is the spelling that the terminal turned out to
    /// understand, empty when nothing was learned.
    public record Step(Optional<Command> before, Command after, Map<String, String> learned) {
        /// By how many commands the open ones have become more with this step.
        public int opened() {
            return count(Command::isOpen);
        }

        /// By how many the withdrawn ones have.
        public int withdrawn() {
            return count(Command::isWithdrawn);
        }

        private int count(Predicate<Command> what) {
            return (what.test(after) ? 1 : 0) - (before.filter(what).isPresent() ? 1 : 0);
        }

        /// True when the command ended with this step, or turned out to have ended otherwise.
        public boolean ends() {
            boolean same =
                    before.filter(command ->
                                    command.state() == after.state()
                                            && command.outcome().equals(after.outcome()))
                            .isPresent();
            return !after.state().isOpen() && !same;
        }
    }

    private final CommandTable table;

    public CommandBook(CommandTable table) {
        this.table = table;
    }

    /// New commands, and earlier ones that they overwrite. `isNew` says whether a reference of
    /// headquarters was never taken before.
    public List<Step> order(Entry entry, Predicate<String> isNew) {
        CommandEntry.Orders orders = CommandEntry.readOrders(entry.payload());
        List<Step> steps = new ArrayList<>();
        int index = 0;
        for (CommandEntry.Ordered each : orders.orders()) {
            long id = WireId.of(entry.seq(), index++).id();
            String reference = each.wanted().reference();
            if (reference.isEmpty() || isNew.test(reference)) {
                if (!each.target().isEmpty()) {
                    steps.addAll(supersede(entry, each, id));
                }
                Command command =
                        Command.issued(
                                entry.serial(),
                                id,
                                each.target(),
                                each.wanted(),
                                orders.by(),
                                entry.stamp());
                steps.add(put(Optional.empty(), command));
            }
        }
        return steps;
    }

    private List<Step> supersede(Entry entry, CommandEntry.Ordered later, long id) {
        List<Step> steps = new ArrayList<>();
        long millis = entry.stamp().wallMillis();
        table.open(entry.serial(), later.target(), OrderTraits.PART).stream()
                .map(CommandJson::read)
                .forEach(before ->
                        steps.add(put(Optional.of(before), before.superseded(id, later, millis))));
        return steps;
    }

    /// Commands that their terminal was given.
    public List<Step> handOver(Entry entry) {
        List<Step> steps = new ArrayList<>();
        for (CommandEntry.Handed each : CommandEntry.readHandover(entry.payload())) {
            open(entry.serial(), each.id())
                    .ifPresent(before ->
                            steps.add(
                                    put(
                                            Optional.of(before),
                                            before.handedOver(entry.stamp(), each.dialect()))));
        }
        return steps;
    }

    /// Commands that ended without a reply. One that ended otherwise meanwhile stays as it is. With
    /// `remote`, the terminal stands behind another box: what that box has is only taken back when
    /// it says so, or when somebody insists.
    public List<Step> rule(Entry entry, boolean remote) {
        CommandEntry.Rulings said = CommandEntry.readRulings(entry.payload());
        List<Step> steps = new ArrayList<>();
        for (CommandEntry.Ruling each : said.rulings()) {
            String why = each.why() + by(said);
            open(entry.serial(), each.id())
                    .ifPresent(before -> {
                        boolean withItsBox =
                                remote
                                        && each.state() == CommandState.CANCELLED
                                        && before.state() == CommandState.HANDED_OVER
                                        && !before.isWithdrawn();
                        Command after =
                                withItsBox
                                        ? before.withdrawn(ASKED + by(said))
                                        : before.ruled(
                                                each.state(), why, entry.stamp().wallMillis());
                        steps.add(put(Optional.of(before), after));
                    });
        }
        return steps;
    }

    private static String by(CommandEntry.Rulings said) {
        return said.by().isEmpty() ? "" : " by " + said.by();
    }

    /// What the box of a terminal says of the end of command `id`. `fresh` is false when it was
    /// heard before: then it counts only for a command that is still open. Empty when there is no
    /// such command or nothing to change.
    public Optional<Step> report(
            String terminal, long id, BoxResult result, boolean fresh, Draft.Stamp stamp) {
        return table.find(terminal, id)
                .map(CommandJson::read)
                .filter(before -> fresh || before.state().isOpen())
                .map(before ->
                        put(
                                Optional.of(before),
                                before.reported(
                                        result.end(),
                                        result.outcome(stamp.wallMillis()),
                                        result.attempts())));
    }

    /// What a terminal says of a command: empty when none of its commands waits for this reply, or
    /// when the reply names another terminal or another kind of command (a box whose folder is an
    /// older copy gives numbers a second time). A reply that was heard before changes nothing.
    public Optional<Step> reply(
            String terminal, CommandReply reply, Family family, Draft.Stamp stamp) {
        boolean another = reply.serial().filter(serial -> !serial.equals(terminal)).isPresent();
        if (another || !ID.matcher(reply.id()).matches()) {
            return Optional.empty();
        }
        WireId said = WireId.read(Long.parseLong(reply.id()));
        return table.find(terminal, said.id())
                .map(CommandJson::read)
                .filter(before -> before.delivery().last().isPresent())
                .filter(before -> !contradicts(reply, before.wanted().order()))
                .flatMap(before ->
                        Languages.of(family, before.wanted().order())
                                .map(language -> replied(before, said, reply, language, stamp)));
    }

    /// Terminals name commands loosely (`DATA` for any order about data, nothing at all): only a
    /// word that stands for another command contradicts.
    private static boolean contradicts(CommandReply reply, Order order) {
        String said = firstWord(reply.command());
        String mine = firstWord(order.name());
        return WORDS.contains(said)
                && WORDS.contains(mine)
                && !said.equals(mine)
                && !(DATA_WORDS.contains(said) && DATA_WORDS.contains(mine));
    }

    private static String firstWord(String text) {
        return text.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }

    private Step replied(
            Command before,
            WireId said,
            CommandReply reply,
            CommandLanguage language,
            Draft.Stamp stamp) {
        boolean told =
                before.state() == CommandState.SETTLED
                        || (before.state() == CommandState.FAILED
                                && !before.outcome().returned().isEmpty());
        if (told || said.spelling() != before.delivery().tried().size()) {
            return new Step(Optional.of(before), before, Map.of());
        }
        Command after = before.replied(reply, language, stamp.wallMillis());
        boolean choice = language.dialects(after.wanted().order()).size() > 1;
        table.put(CommandJson.row(after));
        return new Step(
                Optional.of(before),
                after,
                choice && after.state() == CommandState.SETTLED
                        ? after.delivery().dialect()
                        : Map.of());
    }

    private Optional<Command> open(String terminal, long id) {
        return table.find(terminal, id)
                .map(CommandJson::read)
                .filter(command -> command.state().isOpen());
    }

    private Step put(Optional<Command> before, Command after) {
        table.put(CommandJson.row(after));
        return new Step(before, after, Map.of());
    }
}
