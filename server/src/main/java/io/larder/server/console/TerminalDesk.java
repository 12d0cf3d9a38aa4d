package io.larder.server.console;

import io.larder.server.json.Json;
import io.larder.server.projector.Introduction;
import io.larder.server.projector.Projector;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the console does with single terminals.
public final class TerminalDesk {
    private static final long WAIT_MILLIS = 10_000;

    private final Store store;
    private final Projector projector;
    private final Terminals terminals;
    private final BoxClock clock;

    public TerminalDesk(Store store, Projector projector, Terminals terminals, BoxClock clock) {
        this.store = store;
        this.projector = projector;
        this.terminals = terminals;
        this.clock = clock;
    }

    /// Sets something about a terminal: `{"set":{name:value…}}`, see [Adjustments].
    Reply adjust(String text, String body) throws InterruptedException {
        Optional<Serial> serial = Serial.read(text);
        if (serial.isEmpty() || terminals.find(serial.get()).isEmpty()) {
            return Reply.refused(404, "no terminal " + text + " is known");
        }
        Map<String, String> facts;
        try {
            facts = Adjustments.facts(values(Json.read(body)));
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        Draft draft =
                new Draft(
                        EntryKind.ADJUSTMENT,
                        serial.get().text(),
                        Introduction.write(facts),
                        false,
                        clock.stamp());
        return switch (store.journal().append(draft)) {
            case Receipt receipt -> {
                projector.await(receipt.seq(), WAIT_MILLIS);
                yield Reply.ok(Map.of("terminal", serial.get().text(), "seq", receipt.seq()));
            }
            case Refused refused -> Reply.refused(503, refused.why());
        };
    }

    private static Map<String, String> values(Map<String, Object> said) {
        if (!(said.get("set") instanceof Map<?, ?> set) || set.isEmpty()) {
            throw new IllegalArgumentException("set is missing, expected names and values");
        }
        Map<String, String> values = new LinkedHashMap<>();
        set.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
        return values;
    }
}
