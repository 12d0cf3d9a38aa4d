package io.larder.server.proof;

import io.larder.server.proof.OrderDesk.Listed;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Executions;
import io.larder.server.simulate.Executions.Execution;
import io.larder.server.simulate.TerminalMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges what became of commands once none is open any more: what the box promised, what it says
/// now, what terminals did, and what they remember must agree.
final class CommandOracle {
    /// A number on the wire is that of the command, plus 200 for each other spelling.
    private static final int PER_ENTRY = 1_000;

    private static final int SPELLING = 200;

    private final Map<String, Drawn> drawn;
    private final Map<Long, Drawn> acknowledged;
    private final List<Listed> listed;
    private final Executions executions;
    private final Map<Serial, TerminalMemory> memories;
    private final Map<List<String>, Integer> done = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /// @param drawn all orders that were tried, by name
    /// @param acknowledged those that the box said it has, by number
    /// @param listed what the box lists, oldest first
    CommandOracle(
            Map<String, Drawn> drawn,
            Map<Long, Drawn> acknowledged,
            List<Listed> listed,
            Executions executions,
            Map<Serial, TerminalMemory> memories) {
        this.drawn = drawn;
        this.acknowledged = acknowledged;
        this.listed = listed;
        this.executions = executions;
        this.memories = memories;
        executions
                .all()
                .forEach(each ->
                        done.merge(
                                List.of(each.terminal().text(), Long.toString(id(each))),
                                each.done(),
                                Integer::sum));
    }

    /// Everything that is wrong.
    List<String> violations() {
        noneIsLostOrOpen();
        noneIsCarriedOutTwice();
        theBoxKnowsWhatTerminalsDid();
        whatIsSettledWasCarriedOut();
        terminalsRememberTheLastOrder();
        return violations;
    }

    private void noneIsLostOrOpen() {
        Map<Long, Listed> byId = new HashMap<>();
        listed.forEach(each -> byId.put(each.id(), each));
        acknowledged.forEach((id, order) -> {
            Listed command = byId.get(id);
            if (command == null || !command.name().equals(order.name())) {
                violations.add("lost: " + id + ", " + order + ", found " + command);
            }
        });
        listed.stream().filter(Listed::isOpen).forEach(each -> violations.add("open: " + each));
    }

    private void noneIsCarriedOutTwice() {
        executions
                .repeated("REBOOT", "SHELL", "CLEAR")
                .forEach(each -> violations.add("carried out twice: " + each));
        executions.repeated("PutFile").stream()
                .filter(each -> each.text().contains(".tgz"))
                .forEach(each -> violations.add("carried out twice: " + each));
    }

    private void theBoxKnowsWhatTerminalsDid() {
        Set<List<String>> known = new HashSet<>();
        listed.forEach(each -> known.add(List.of(each.terminal(), Long.toString(each.id()))));
        done.keySet().stream()
                .filter(each -> !known.contains(each))
                .forEach(each -> violations.add("lost, but a terminal had it: " + each));
    }

    /// A restart shows that a REBOOT was carried out, whatever caused it.
    private void whatIsSettledWasCarriedOut() {
        listed.stream()
                .filter(Listed::isSettled)
                .filter(each -> count(each) == 0)
                .filter(each -> order(each).filter(Drawn::isReboot).isEmpty())
                .forEach(each -> violations.add("settled, but never carried out: " + each));
    }

    private void terminalsRememberTheLastOrder() {
        Map<List<Object>, List<Listed>> places = new LinkedHashMap<>();
        for (Listed each : listed) {
            order(each)
                    .ifPresent(order ->
                            places.computeIfAbsent(
                                            List.of(order.terminal(), order.place()),
                                            _ -> new ArrayList<>())
                                    .add(each));
        }
        places.forEach((place, commands) -> remembers(commands));
    }

    /// What is there is what the last settled command said, or a later one that was carried out and
    /// whose reply never came.
    private void remembers(List<Listed> commands) {
        Drawn any = order(commands.getFirst()).orElseThrow();
        if (any.place() instanceof Place.Nowhere) {
            return;
        }
        List<Drawn> possible = new ArrayList<>();
        boolean settled = false;
        for (Listed each : commands.reversed()) {
            if (each.isSettled() || count(each) > 0) {
                possible.add(order(each).orElseThrow());
            }
            if (each.isSettled()) {
                settled = true;
                break;
            }
        }
        Optional<Map<String, String>> found = any.place().in(memory(any.terminal()));
        boolean right =
                possible.stream().anyMatch(order -> says(order, found))
                        || (!settled && found.isEmpty());
        if (!right) {
            violations.add(
                    "remembered: "
                            + found.map(Object::toString)
                                    .map(CommandOracle::brief)
                                    .orElse("nothing")
                            + " at "
                            + any.place()
                            + ", commands "
                            + commands);
        }
    }

    private static boolean says(Drawn order, Optional<Map<String, String>> found) {
        return order.fields().isEmpty()
                ? found.isEmpty()
                : found.filter(it -> it.entrySet().containsAll(order.fields().entrySet()))
                        .isPresent();
    }

    private static String brief(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private TerminalMemory memory(Serial terminal) {
        return Optional.ofNullable(memories.get(terminal)).orElseThrow();
    }

    private Optional<Drawn> order(Listed command) {
        return Optional.ofNullable(drawn.get(command.name()));
    }

    private int count(Listed command) {
        return done.getOrDefault(List.of(command.terminal(), Long.toString(command.id())), 0);
    }

    private static long id(Execution execution) {
        long number = Long.parseLong(execution.id());
        return number - number % PER_ENTRY + number % PER_ENTRY % SPELLING;
    }
}
