package io.larder.server.exchange.meeting;

import io.larder.server.exchange.Gate;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The steps by which a terminal gets in: it shows its device key and gets a code, shows the code
/// and gets a secret, shows both. What it got lasts: whoever has both may come back with the last
/// step alone, also after the box was without power, because each is in the journal before it is
/// said. Source: PROTOCOL.md 6.3.
final class LogIn {
    private static final int SECRET_BYTES = 16;
    private static final Set<String> TYPES = Set.of("att", "acc", "elev", "icc", "meet");

    private final Gate gate;
    private final Terminals terminals;
    private final Projector projector;
    private final MeetingCredentials credentials;
    private final RandomGenerator random;

    LogIn(
            Gate gate,
            Terminals terminals,
            Projector projector,
            MeetingCredentials credentials,
            RandomGenerator random) {
        this.gate = gate;
        this.terminals = terminals;
        this.projector = projector;
        this.credentials = credentials;
        this.random = random;
    }

    Said register(Serial serial, Message message) {
        Optional<Said> missing =
                missing(message, "protType", "protVer", "productId", "devKey", "devType");
        if (missing.isPresent()) {
            return missing.get();
        }
        String type = Values.text(message.params(), "devType");
        if (!TYPES.contains(type)) {
            return new Said.Not(
                    Fault.WRONG_FIELD, "devType is none of " + TYPES.stream().sorted().toList());
        }
        String product = Values.text(message.params(), "productId");
        String key = Values.text(message.params(), "devKey");
        Optional<Said> wrong = wrongKey(serial, product, key);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Map<String, String> learned = new HashMap<>();
        for (String name : List.of("protType", "protVer", "devType")) {
            learned.put(
                    Facts.said(name.toLowerCase(Locale.ROOT)), Values.text(message.params(), name));
        }
        return switch (gate.pass(serial, Family.MEETING, learned)) {
            case Gate.Passage.Known(Terminal terminal) -> {
                learned.putAll(credentials.learned(terminal.facts(), product, key));
                learned.put(Facts.FAMILY, Family.MEETING.word());
                yield give(terminal, Facts.BEST_AUTH_CODE, "authCode", learned);
            }
            case Gate.Passage.Undecided _ -> reading();
            case Gate.Passage.TurnedAway(String why) ->
                    new Said.Over(
                            Fault.NOT_ADMITTED,
                            "terminal " + serial + " is not known here and " + why);
            case Gate.Passage.NotNow(Refused refused) ->
                    new Said.Not(Fault.TRY_AGAIN, refused.why());
        };
    }

    Said accredit(Serial serial, Message message) {
        return check(serial, message, "productId", "devKey", "authCode")
                .orElseGet(() ->
                        terminals
                                .find(serial)
                                .map(terminal ->
                                        give(
                                                terminal,
                                                Facts.BEST_SECRET,
                                                "secret",
                                                new HashMap<>()))
                                .orElseGet(LogIn::reading));
    }

    Said logIn(Serial serial, Message message) {
        return check(serial, message, "productId", "devKey", "authCode", "secret")
                .orElse(Said.done());
    }

    /// Why the terminal does not get on with what it shows; empty when it does.
    private Optional<Said> check(Serial serial, Message message, String... names) {
        Optional<Said> missing = missing(message, names);
        if (missing.isPresent()) {
            return missing;
        }
        Optional<Terminal> terminal = terminals.find(serial);
        if (terminal.isEmpty()) {
            return Optional.of(
                    projector.isCaughtUp()
                            ? new Said.Over(
                                    Fault.NOT_ADMITTED,
                                    "terminal " + serial + " has not registered")
                            : reading());
        }
        Optional<Said> wrong =
                wrongKey(
                        serial,
                        Values.text(message.params(), "productId"),
                        Values.text(message.params(), "devKey"));
        if (wrong.isPresent()) {
            return wrong;
        }
        Map<String, String> facts = terminal.get().facts();
        boolean right =
                MeetingCredentials.says(
                                facts,
                                Facts.BEST_AUTH_CODE,
                                Values.text(message.params(), "authCode"))
                        && (!List.of(names).contains("secret")
                                || MeetingCredentials.says(
                                        facts,
                                        Facts.BEST_SECRET,
                                        Values.text(message.params(), "secret")));
        return right
                ? Optional.empty()
                : Optional.of(
                        new Said.Over(
                                Fault.WRONG_SECRET,
                                "authCode or secret is not the one of this terminal"));
    }

    private Optional<Said> wrongKey(Serial serial, String product, String key) {
        Map<String, String> facts = terminals.find(serial).map(Terminal::facts).orElse(Map.of());
        if (facts.isEmpty() && !projector.isCaughtUp()) {
            return Optional.of(reading());
        }
        return credentials
                .refusal(facts, product, key)
                .map(why -> new Said.Over(Fault.WRONG_SECRET, why));
    }

    private static Optional<Said> missing(Message message, String... names) {
        for (String name : names) {
            String value = Values.text(message.params(), name);
            if (value.isEmpty() || value.length() > MeetingLimits.FACT_LENGTH) {
                return Optional.of(
                        new Said.Not(Fault.WRONG_FIELD, name + " is missing or too long"));
            }
        }
        return Optional.empty();
    }

    /// Draws something that the terminal must say from now on, and writes down what is kept of it.
    private Said give(Terminal terminal, String fact, String name, Map<String, String> learned) {
        byte[] drawn = new byte[SECRET_BYTES];
        random.nextBytes(drawn);
        String secret = HexFormat.of().formatHex(drawn);
        learned.put(fact, MeetingCredentials.kept(secret));
        return switch (gate.append(EntryKind.HELLO, terminal.serial(), learned)) {
            case Receipt receipt ->
                    projector.awaitReached(receipt.seq(), MeetingLimits.LEDGER_MILLIS)
                            ? new Said.Done(Map.of(name, secret))
                            : reading();
            case Refused refused -> new Said.Not(Fault.TRY_AGAIN, refused.why());
        };
    }

    private static Said reading() {
        return new Said.Not(Fault.TRY_AGAIN, "the box is reading its records");
    }
}
