package io.larder.server.command;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one terminal is spoken to, by what it said and what was learned of it.
final class TerminalSpeech implements Plan.Speech {
    private static final String DUAL = "dual";
    private static final String PUSHVER = "pushver";

    private final CommandLanguage language;
    private final Terminal terminal;
    private final Secrets secrets;
    private final Contents contents;
    private final Guards.Safety safety;
    private final Map<String, String> learned;
    private final Audience audience;
    private final int mostPatienceSeconds;

    TerminalSpeech(
            Terminal terminal,
            CommandLanguage language,
            Secrets secrets,
            Contents contents,
            Guards.Safety safety,
            int mostPatienceSeconds) {
        this.terminal = terminal;
        this.language = language;
        this.secrets = secrets;
        this.contents = contents;
        this.safety = safety;
        this.mostPatienceSeconds = mostPatienceSeconds;
        this.learned = Facts.learned(terminal.facts());
        this.audience = audience(terminal);
    }

    private static Audience audience(Terminal terminal) {
        Map<String, String> said = Facts.said(terminal.facts());
        return new Audience(
                said.getOrDefault("language", ""),
                Optional.ofNullable(said.get(PUSHVER)).flatMap(Version::read).orElse(null),
                DUAL.equals(Facts.learned(terminal.facts()).get("wallet")));
    }

    /// Why an order cannot be given to a terminal like this one; empty when it can, or when that
    /// will be known once the terminal has initialised.
    static Optional<String> misfit(Terminal terminal, CommandLanguage language, Order order) {
        if (!language.knows(order)) {
            return Optional.of("terminal " + terminal.serial() + " has no such command");
        }
        return isTooEarly(terminal, language, order)
                ? Optional.empty()
                : language.objection(order, audience(terminal), said(terminal))
                        .map(why -> "terminal " + terminal.serial() + " " + why);
    }

    /// All that it said of itself; what it said at initialisation counts more.
    private static Map<String, String> said(Terminal terminal) {
        Map<String, String> said = new HashMap<>(Facts.info(terminal.facts()));
        said.putAll(Facts.said(terminal.facts()));
        return said;
    }

    /// A terminal that initialises names a version, or shows that it has none.
    private static boolean isTooEarly(Terminal terminal, CommandLanguage language, Order order) {
        return language.knows(order)
                && language.dependsOnVersion(order)
                && !terminal.facts().containsKey(Facts.said(PUSHVER));
    }

    /// A command as its terminal's box is to hear of it; empty when a secret was closed under
    /// another key or nobody speaks to this family. What is guarded was confirmed here, or it would
    /// not have been issued. What an order refers to goes along; what is not here may be there.
    static Optional<RemoteOrder> remote(
            Terminal terminal, Command command, Secrets secrets, Contents contents, Elapsed now) {
        Wanted wanted = command.wanted();
        long age = now.since(command.issued()).orElse(0);
        Optional<CommandLanguage> language =
                Optional.ofNullable(terminal.family()).flatMap(Languages::of);
        return language.filter(tongue -> tongue.knows(wanted.order()))
                .flatMap(tongue -> {
                    OrderTraits traits = tongue.traits(wanted.order());
                    return secrets.open(wanted.order(), traits.secrets())
                            .map(order -> tongue.resolved(order, contents::content).orElse(order))
                            .map(order ->
                                    new RemoteOrder(
                                            wanted.reference(),
                                            command.terminal(),
                                            order.name(),
                                            order.argument(),
                                            order.fields(),
                                            Math.max(1, (wanted.ttl().toMillis() - age) / 1000),
                                            command.by(),
                                            traits.guard() != OrderTraits.Guard.NONE));
                });
    }

    /// An order as the terminal is told it at once, without number and outside the traffic of
    /// commands; empty when it cannot be written for it. Only terminals that speak versions ask for
    /// that (PROTOCOL.md 1.2.10), whether they said which or not.
    static Optional<Bytes> spoken(Terminal terminal, Order order, Contents contents) {
        return Optional.ofNullable(terminal.family())
                .flatMap(Languages::of)
                .filter(language -> language.fault(order).isEmpty())
                .flatMap(language ->
                        language.resolved(order, contents::content)
                                .filter(resolved -> language.fault(resolved).isEmpty())
                                .map(resolved ->
                                        language.write(
                                                resolved,
                                                Facts.learned(terminal.facts()),
                                                audience(terminal).withVersion())));
    }

    @Override
    public boolean knows(Command command) {
        return language.knows(command.wanted().order());
    }

    @Override
    public OrderTraits traits(Command command) {
        return language.traits(command.wanted().order()).patientFor(mostPatienceSeconds);
    }

    @Override
    public Optional<String> objection(Command command) {
        Order order = command.wanted().order();
        return safety.objection(terminal, order)
                .or(() ->
                        isTooEarly(terminal, language, order)
                                ? Optional.of(
                                        "terminal "
                                                + terminal.serial()
                                                + " has not initialised, its generation is not known")
                                : Optional.empty());
    }

    @Override
    public Map<String, String> dialect(Command command) {
        if (!command.delivery().next().isEmpty()) {
            return command.delivery().next();
        }
        List<Map<String, String>> all = language.dialects(command.wanted().order());
        return all.stream().filter(this::fits).findFirst().orElse(all.getFirst());
    }

    /// True when nothing is known of the terminal that speaks against a spelling, and something for
    /// it.
    private boolean fits(Map<String, String> dialect) {
        return dialect.entrySet().stream()
                .allMatch(each ->
                        learned.getOrDefault(each.getKey(), each.getValue())
                                .equals(each.getValue()));
    }

    @Override
    public Plan.Text text(Command command, Map<String, String> dialect) {
        Order order = command.wanted().order();
        Optional<String> misfit = misfit(terminal, language, order);
        if (misfit.isPresent()) {
            return new Plan.Text.Unwritable(misfit.get());
        }
        Optional<Order> opened = secrets.open(order, language.traits(order).secrets());
        if (opened.isEmpty()) {
            return new Plan.Text.Unwritable("its secrets were closed with another key");
        }
        Optional<Order> resolved = language.resolved(opened.get(), contents::content);
        if (resolved.isEmpty()) {
            return new Plan.Text.Unwritable("the template or picture that it refers to is gone");
        }
        return language.fault(resolved.get())
                .map(fault -> "what it refers to does not fit: " + fault)
                .or(() -> misfit(terminal, language, resolved.get()))
                .<Plan.Text>map(Plan.Text.Unwritable::new)
                .orElseGet(() ->
                        new Plan.Text.Written(language.write(resolved.get(), dialect, audience)));
    }

    @Override
    public Bytes line(WireId id, Bytes text) {
        return language.line(id.number(), text);
    }
}
