package io.larder.server.relay.larder;

import io.larder.crypto.IdentityHistory;
import io.larder.server.json.BoxFacts;
import io.larder.server.json.FactsEntry;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Which boxes are let in at this headquarters, by the keys of their certificates, and which may
/// come by an invitation. Read from the ledger when first asked for, changed here behind the
/// receipt of each change; the ledger follows from the journal.
public final class Enrolments {
    /// What came of a wish.
    public sealed interface Outcome {}

    /// It is in the journal; `text` is what the one who wished it gets.
    public record Done(String text) implements Outcome {}

    /// It is not done; `status` as HTTP says it.
    public record Denied(int status, String why) implements Outcome {}

    /// What a person says of a box that is to come: the name of its site, the box if it is known,
    /// for how long, and its megabytes a day if they are not the usual.
    public record Guest(String site, String box, Duration valid, OptionalLong quota) {}

    private static final int UNKNOWN = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int LATER = 503;

    private final Store store;
    private final Supplier<Draft.Stamp> clock;
    private final String headquarters;
    private final RandomGenerator random;
    private final long lastAtOpen;
    private final Map<String, EnrolledBox> byBox = new TreeMap<>();
    private final Map<String, String> boxOfKey = new HashMap<>();
    private final Map<String, Invited> invitations = new TreeMap<>();
    private boolean loaded;

    /// `headquarters` is the fingerprint of this box's own identity; `random` draws secrets: a
    /// `SecureRandom` outside of tests.
    public Enrolments(
            Store store, Supplier<Draft.Stamp> clock, String headquarters, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.headquarters = headquarters;
        this.random = random;
        this.lastAtOpen = store.journal().lastSeq();
    }

    /// Whether all is known; not until the ledger has everything from before the start.
    synchronized boolean isKnown() {
        if (!loaded) {
            try (LedgerReader ledger = store.ledger().reader()) {
                if (ledger.applied() < lastAtOpen) {
                    return false;
                }
                read(ledger);
                loaded = true;
            }
        }
        return true;
    }

    private void read(LedgerReader ledger) {
        for (String subject : ledger.facts().subjectsOf(BoxFacts.SUBJECT)) {
            String box = subject.substring(BoxFacts.SUBJECT.length());
            EnrolledBox.read(box, ledger.facts().of(subject)).ifPresent(this::put);
        }
        for (String subject : ledger.facts().subjectsOf(BoxFacts.INVITATION_SUBJECT)) {
            String hash = subject.substring(BoxFacts.INVITATION_SUBJECT.length());
            invitations.put(hash, Invited.read(hash, ledger.facts().of(subject)));
        }
    }

    private void put(EnrolledBox box) {
        EnrolledBox before = byBox.put(box.box(), box);
        if (before != null) {
            boxOfKey.remove(before.key());
        }
        boxOfKey.put(box.key(), box.box());
    }

    /// The box that the holder of this key is.
    synchronized Optional<EnrolledBox> byKey(String key) {
        return Optional.ofNullable(boxOfKey.get(key)).flatMap(this::box);
    }

    synchronized Optional<EnrolledBox> box(String box) {
        return Optional.ofNullable(byBox.get(box));
    }

    synchronized List<EnrolledBox> boxes() {
        return List.copyOf(byBox.values());
    }

    /// Invitations that still let somebody in.
    synchronized List<Invited> open() {
        long now = clock.get().wallMillis();
        return invitations.values().stream().filter(each -> each.isOpen(now)).toList();
    }

    /// Draws an invitation; the text is for the box's settings and is not kept here.
    public synchronized Outcome invite(Guest guest) {
        if (!isKnown()) {
            return notYet();
        }
        long until = clock.get().wallMillis() + guest.valid().toMillis();
        Invitation drawn = Invitation.draw(headquarters, random);
        Invited kept =
                new Invited(
                        drawn.hash(), guest.site(), guest.box(), until, guest.quota(), "", false);
        return keep(Map.of(BoxFacts.INVITATION_SUBJECT + kept.hash(), kept.facts()))
                .<Outcome>map(refused -> refused)
                .orElseGet(() -> {
                    invitations.put(kept.hash(), kept);
                    return new Done(drawn.write());
                });
    }

    /// A box says who it is, and shows what it has for it: `key` is proven by its connection.
    synchronized Outcome enrol(
            String key, String box, Optional<String> secret, List<IdentityHistory.Step> history) {
        if (!isKnown()) {
            return notYet();
        }
        Optional<EnrolledBox> known = byKey(key).or(() -> before(key, history));
        if (known.isPresent()) {
            return follow(known.get(), box, key);
        }
        if (secret.isEmpty()) {
            return new Denied(UNKNOWN, "this certificate is not enrolled here");
        }
        Invited invited = invitations.get(Invitation.hash(secret.get()));
        if (invited == null) {
            return new Denied(FORBIDDEN, "no such invitation was given here");
        }
        long now = clock.get().wallMillis();
        Optional<String> refusal = invited.refusal(box, now);
        if (refusal.isPresent()) {
            return new Denied(FORBIDDEN, refusal.get());
        }
        if (invited.box().isEmpty() && byBox.containsKey(box)) {
            return new Denied(
                    FORBIDDEN,
                    "box " + box + " is enrolled with another key: invite it by name (--box)");
        }
        return admit(
                new EnrolledBox(
                        box, invited.site(), key, EnrolledBox.State.ENROLLED, invited.quota(), now),
                invited);
    }

    /// Who the box was before it got this key.
    private Optional<EnrolledBox> before(String key, List<IdentityHistory.Step> history) {
        return byBox.values().stream()
                .filter(each -> IdentityHistory.leads(history, each.key(), key))
                .findFirst();
    }

    /// The same again changes nothing: the answer was lost. A new key follows the one before.
    private Outcome follow(EnrolledBox known, String box, String key) {
        if (!known.box().equals(box)) {
            return new Denied(FORBIDDEN, "this certificate is that of box " + known.box());
        }
        if (known.state() == EnrolledBox.State.REVOKED) {
            return new Denied(FORBIDDEN, revoked(box));
        }
        return known.key().equals(key) ? new Done(known.site()) : change(known.withKey(key));
    }

    static String revoked(String box) {
        return "box " + box + " was revoked at headquarters";
    }

    /// Box and invitation in one entry: a secret that is used up has let somebody in, always.
    private Outcome admit(EnrolledBox fresh, Invited invited) {
        Invited used = invited.usedBy(fresh.box());
        Map<String, String> facts = fresh.facts();
        facts.put(BoxFacts.INVITATION, invited.hash());
        return keep(Map.of(
                        BoxFacts.SUBJECT + fresh.box(),
                        facts,
                        BoxFacts.INVITATION_SUBJECT + used.hash(),
                        used.facts()))
                .<Outcome>map(refused -> refused)
                .orElseGet(() -> {
                    put(fresh);
                    invitations.put(used.hash(), used);
                    return new Done(fresh.site());
                });
    }

    /// From now on the box, or the open invitation of that number, lets nobody in.
    public synchronized Outcome revoke(String named) {
        if (!isKnown()) {
            return notYet();
        }
        Optional<EnrolledBox> box = box(named);
        if (box.isPresent()) {
            return change(box.get().with(EnrolledBox.State.REVOKED));
        }
        Optional<Invited> invited =
                open().stream().filter(each -> each.number().equals(named)).findFirst();
        if (invited.isEmpty()) {
            return unknown(named);
        }
        Invited gone = invited.get().withdraw();
        return keep(Map.of(BoxFacts.INVITATION_SUBJECT + gone.hash(), gone.facts()))
                .<Outcome>map(refused -> refused)
                .orElseGet(() -> {
                    invitations.put(gone.hash(), gone);
                    return new Done(gone.site());
                });
    }

    /// A revoked box may come again, with the key that it had.
    public synchronized Outcome readmit(String box) {
        if (!isKnown()) {
            return notYet();
        }
        Optional<EnrolledBox> known = box(box);
        if (known.isEmpty()) {
            return unknown(box);
        }
        return known.get().state() == EnrolledBox.State.REVOKED
                ? change(known.get().with(EnrolledBox.State.ENROLLED))
                : new Denied(CONFLICT, "box " + box + " is not revoked");
    }

    /// Megabytes that the box may send a day; empty for the usual.
    public synchronized Outcome quota(String box, OptionalLong megabytes) {
        if (!isKnown()) {
            return notYet();
        }
        return box(box).map(known -> change(known.withQuota(megabytes)))
                .orElseGet(() -> unknown(box));
    }

    private static Outcome unknown(String named) {
        return new Denied(NOT_FOUND, "no box " + named + " is enrolled here");
    }

    private static Outcome notYet() {
        return new Denied(LATER, "still reading what was received before");
    }

    private Outcome change(EnrolledBox changed) {
        return keep(Map.of(BoxFacts.SUBJECT + changed.box(), changed.facts()))
                .<Outcome>map(refused -> refused)
                .orElseGet(() -> {
                    put(changed);
                    return new Done(changed.site());
                });
    }

    /// Why it could not be written down, if so.
    private Optional<Denied> keep(Map<String, Map<String, String>> facts) {
        Draft draft =
                new Draft(EntryKind.ENROLMENT, "", FactsEntry.write(facts), false, clock.get());
        return switch (store.journal().append(draft)) {
            case Receipt _ -> Optional.empty();
            case Refused refused -> Optional.of(new Denied(LATER, refused.why()));
        };
    }
}
