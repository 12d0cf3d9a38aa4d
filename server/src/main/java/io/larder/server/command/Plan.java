package io.larder.server.command;

import io.larder.server.command.CommandEntry.Handed;
import io.larder.server.command.CommandEntry.Ruling;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is due for one terminal: commands to hand over in the answer to its poll, and commands that
/// end without a reply. Decided from the open commands alone, what cannot wait first, the rest in
/// the order of issue. Sources: PROTOCOL.md 3.1, 3.2; traps T-082 to T-084.
record Plan(List<Bytes> lines, List<Handed> handed, List<Ruling> rulings) {
    /// How one terminal is spoken to.
    interface Speech {
        /// Whether there is such a command for it: it may be of another family than when it was
        /// ordered. Nothing else may be asked of it otherwise.
        boolean knows(Command command);

        OrderTraits traits(Command command);

        /// Why it would do harm now, though it would not have when it was ordered; empty when it
        /// would not.
        Optional<String> objection(Command command);

        /// The spelling to use now.
        Map<String, String> dialect(Command command);

        /// What is written of it before it has a number.
        Text text(Command command, Map<String, String> dialect);

        /// The whole command under that number, around such a text.
        Bytes line(WireId id, Bytes text);
    }

    /// How a command came out.
    sealed interface Text {
        record Written(Bytes bytes) implements Text {}

        /// It cannot be written, and never can.
        record Unwritable(String why) implements Text {}
    }

    private static final int REDELIVERED_AT_MOST = 1 + CommandLimits.REDELIVERIES;

    static Plan of(List<Command> open, Elapsed clock, int mostBytes, Visit visit, Speech speech) {
        Maker maker = new Maker(open, clock, mostBytes, visit, speech);
        byUrgency(open).forEach(maker::add);
        return new Plan(maker.lines, maker.handed, maker.rulings);
    }

    /// What cannot wait goes first. It cannot overtake what would undo it: an earlier command with
    /// the same target is superseded by it.
    private static List<Command> byUrgency(List<Command> open) {
        return open.stream().sorted(Comparator.comparing(command -> !isUrgent(command))).toList();
    }

    /// What the site must be sure of at once, and what is marked as urgent. Source: PROTOCOL.md
    /// 6.2.
    private static boolean isUrgent(Command command) {
        return command.wanted().item().filter(ItemRef::urgent).isPresent()
                || "1".equals(command.wanted().order().fields().get("imme"));
    }

    private static final class Maker {
        final List<Bytes> lines = new ArrayList<>();
        final List<Handed> handed = new ArrayList<>();
        final List<Ruling> rulings = new ArrayList<>();
        private final Map<Long, CommandState> states = new HashMap<>();
        private final Elapsed clock;
        private final int mostBytes;
        private final Visit visit;
        private final Speech speech;
        private int bytes;

        /// Commands that the terminal has and may still answer.
        private long out;

        private boolean full;

        Maker(List<Command> open, Elapsed clock, int mostBytes, Visit visit, Speech speech) {
            open.forEach(each -> states.put(each.id(), each.state()));
            this.clock = clock;
            this.mostBytes = mostBytes;
            this.visit = visit;
            this.out = states.values().stream().filter(CommandState.HANDED_OVER::equals).count();
            this.speech = speech;
        }

        void add(Command command) {
            if (command.state().isOpen() && !speech.knows(command)) {
                end(command, CommandState.FAILED, "the terminal is of another family now");
                return;
            }
            boolean stale = clock.isStale(command, Duration.ZERO);
            switch (command.state()) {
                case ISSUED -> {
                    if (stale) {
                        String why = speech.objection(command).map(each -> ": " + each).orElse("");
                        end(command, CommandState.EXPIRED, "not handed over in time" + why);
                    } else {
                        giveInOrder(command);
                    }
                }
                case HANDED_OVER -> again(command, stale);
                case SETTLED, FAILED, EXPIRED, CANCELLED -> {
                    // Nothing is to come.
                }
            }
        }

        /// One that goes out in another spelling may have been overtaken by a later order that
        /// contradicts it, and what cannot wait overtakes: as long as nobody knows whether that one
        /// was understood, it waits.
        private void giveInOrder(Command command) {
            long later = command.delivery().supersededBy();
            CommandState state =
                    later == 0
                            ? CommandState.ISSUED
                            : states.getOrDefault(later, CommandState.CANCELLED);
            switch (state) {
                case ISSUED -> give(command);
                case HANDED_OVER -> {
                    // It waits.
                }
                case SETTLED, FAILED, EXPIRED, CANCELLED -> superseded(command);
            }
        }

        private void superseded(Command command) {
            String why = "superseded by " + command.delivery().supersededBy();
            end(command, CommandState.CANCELLED, why);
        }

        private void again(Command command, boolean stale) {
            OrderTraits traits = speech.traits(command);
            long waited = command.delivery().last().map(clock::running).orElse(0L);
            boolean lost =
                    traits.repeatable()
                            && command.delivery().last().filter(visit::isAfter).isPresent();
            if (!lost && waited < traits.patienceSeconds() * 1000L) {
                return;
            }
            out--;
            if (command.delivery().supersededBy() != 0) {
                superseded(command);
            } else if (!traits.repeatable()) {
                end(
                        command,
                        CommandState.FAILED,
                        "no reply: it may have been carried out, and is not repeated");
            } else if (stale) {
                end(command, CommandState.EXPIRED, "handed over, but no reply in time");
            } else if (command.delivery().attempts() >= REDELIVERED_AT_MOST) {
                end(
                        command,
                        CommandState.FAILED,
                        "no reply to " + command.delivery().attempts() + " deliveries");
            } else {
                give(command);
            }
        }

        private void give(Command command) {
            boolean waits = visit.urgentOnly() && !isUrgent(command);
            if (full || waits || out >= visit.mostOpen() || speech.objection(command).isPresent()) {
                return;
            }
            Map<String, String> dialect = speech.dialect(command);
            switch (speech.text(command, dialect)) {
                case Text.Unwritable(String why) -> end(command, CommandState.FAILED, why);
                case Text.Written(Bytes text) ->
                        send(command, dialect, speech.line(WireId.of(command), text));
            }
        }

        private void send(Command command, Map<String, String> dialect, Bytes line) {
            if (!lines.isEmpty() && bytes + line.length() > mostBytes) {
                full = true;
                return;
            }
            bytes += line.length();
            out++;
            lines.add(line);
            handed.add(new Handed(command.id(), dialect));
            full =
                    lines.size() >= CommandLimits.ANSWER_COMMANDS
                            || bytes >= mostBytes
                            || speech.traits(command).endsBatch();
        }

        private void end(Command command, CommandState state, String why) {
            rulings.add(new Ruling(command.id(), state, why));
        }
    }
}
