package io.larder.server.relay.larder;

import io.larder.server.json.BoxFacts;
import io.larder.server.json.FactsEntry;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// When each box was heard last and what it said of itself. Exact since the start; what a restart
/// is to know is in the journal now and then only, because a box says hello and asks for orders all
/// day.
final class Contacts {
    /// How old the moment may be that is on the medium: a thousand boxes write about a megabyte a
    /// day.
    static final Duration KEPT_EVERY = Duration.ofHours(6);

    /// A contact of this run. `lastSeq` is the newest entry of the box in `epoch`, if it said so.
    record Contact(long millis, String program, long epoch, OptionalLong lastSeq, long keptMillis) {
        static final Contact NONE = new Contact(0, "", 0, OptionalLong.empty(), 0);
    }

    private final Store store;
    private final Supplier<Draft.Stamp> clock;
    private final Map<String, Contact> latest = new ConcurrentHashMap<>();

    Contacts(Store store, Supplier<Draft.Stamp> clock) {
        this.store = store;
        this.clock = clock;
    }

    /// It was heard, whatever it wanted.
    void heard(String box) {
        latest.compute(
                box,
                (_, before) -> {
                    Contact old = before == null ? Contact.NONE : before;
                    return keep(box, old, old.program(), old.epoch(), old.lastSeq());
                });
    }

    /// It said hello.
    void greeted(String box, String program, long epoch, OptionalLong lastSeq) {
        latest.compute(
                box,
                (_, before) ->
                        keep(box, before == null ? Contact.NONE : before, program, epoch, lastSeq));
    }

    /// It sent, and said how much it has.
    void sent(String box, long epoch, OptionalLong lastSeq) {
        latest.computeIfPresent(
                box,
                (_, old) ->
                        new Contact(
                                clock.get().wallMillis(),
                                old.program(),
                                epoch,
                                lastSeq.isPresent() ? lastSeq : old.lastSeq(),
                                old.keptMillis()));
    }

    Optional<Contact> of(String box) {
        return Optional.ofNullable(latest.get(box));
    }

    private Contact keep(
            String box, Contact old, String program, long epoch, OptionalLong lastSeq) {
        Draft.Stamp now = clock.get();
        boolean due =
                Math.abs(now.wallMillis() - old.keptMillis()) >= KEPT_EVERY.toMillis()
                        || !program.equals(old.program());
        boolean kept = due && write(box, program, now);
        return new Contact(
                now.wallMillis(),
                program,
                epoch,
                lastSeq,
                kept ? now.wallMillis() : old.keptMillis());
    }

    /// When there is no room, records have it first.
    private boolean write(String box, String program, Draft.Stamp now) {
        Map<String, String> facts =
                program.isEmpty()
                        ? Map.of(BoxFacts.HEARD, Long.toString(now.wallMillis()))
                        : Map.of(
                                BoxFacts.HEARD,
                                Long.toString(now.wallMillis()),
                                BoxFacts.PROGRAM,
                                program);
        byte[] payload = FactsEntry.write(Map.of(BoxFacts.SUBJECT + box, facts));
        return store.journal().append(new Draft(EntryKind.ENROLMENT, "", payload, true, now))
                instanceof Receipt;
    }
}
