package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What terminals did with commands, for the oracle: how often each one was carried out and how
/// often refused, whatever became of the reply. Safe for many threads.
public final class Executions {
    /// One command at one terminal. An id that was used for two texts has two of these.
    ///
    /// @param text the command without `C:<id>:`, one character per byte
    /// @param done how often it was carried out
    /// @param refused how often the terminal refused it with a negative code, without effect
    /// @param lastCode the latest return code; 0 for a REBOOT, which sends none
    public record Execution(
            Serial terminal, String id, String text, int done, int refused, long lastCode) {
        /// The first word of the command.
        public String verb() {
            return Order.head(text);
        }
    }

    private final Map<List<String>, Execution> executions = new LinkedHashMap<>();
    private final Map<List<String>, Integer> done = new HashMap<>();

    /// The terminal has just carried out, or refused, `order`.
    synchronized void note(Serial terminal, Order order, Reply reply) {
        int carriedOut = reply.isDone() ? 1 : 0;
        Execution one =
                new Execution(
                        terminal,
                        order.id(),
                        order.text(),
                        carriedOut,
                        1 - carriedOut,
                        reply.code());
        executions.merge(
                List.of(terminal.text(), order.id(), order.text()),
                one,
                (before, now) ->
                        new Execution(
                                terminal,
                                order.id(),
                                order.text(),
                                before.done + now.done,
                                before.refused + now.refused,
                                now.lastCode));
        done.merge(List.of(terminal.text(), order.id()), carriedOut, Integer::sum);
    }

    /// How often the terminal carried out what came with `id`; 0 when it never did.
    public synchronized int count(Serial terminal, String id) {
        return done.getOrDefault(List.of(terminal.text(), id), 0);
    }

    /// All that any terminal saw, in the order of first sight.
    public synchronized List<Execution> all() {
        return new ArrayList<>(executions.values());
    }

    /// Those that were carried out more than once although their first word is one of `verbs`.
    public List<Execution> repeated(String... verbs) {
        return all().stream()
                .filter(each -> each.done > 1 && List.of(verbs).contains(each.verb()))
                .toList();
    }

    @Override
    public String toString() {
        return all().size() + " commands seen by terminals";
    }
}
