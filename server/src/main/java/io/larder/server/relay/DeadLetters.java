package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import io.larder.storage.Appended;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Records that an upstream refuses for good: journaled, so that a person can find and send them
/// again, before they are left out. A box that restarts may list the same one twice.
public final class DeadLetters {
    private static final int WHY_LIMIT = 500;

    private final Intake journal;
    private final String upstream;
    private final Supplier<Draft.Stamp> clock;

    public DeadLetters(Intake journal, String upstream, Supplier<Draft.Stamp> clock) {
        this.journal = journal;
        this.upstream = upstream;
        this.clock = clock;
    }

    /// `Receipt` when it is in the journal.
    public Appended write(Position position, String why) {
        Map<String, Object> letter = new LinkedHashMap<>();
        letter.put("upstream", upstream);
        letter.put("seq", position.seq());
        letter.put("row", (long) position.row());
        letter.put("why", why.length() > WHY_LIMIT ? why.substring(0, WHY_LIMIT) : why);
        byte[] payload = Json.write(letter).getBytes(UTF_8);
        return journal.append(new Draft(EntryKind.DEAD_LETTER, "", payload, false, clock.get()));
    }
}
