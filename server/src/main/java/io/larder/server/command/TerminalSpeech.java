package io.larder.server.command;

import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How one terminal is spoken to, by what it said and what was learned of it.
final class TerminalSpeech implements Plan.Speech {
    private static final String DUAL = "dual";

    private final CommandLanguage language;
    private final Terminal terminal;
    private final Secrets secrets;
    private final Guards.Safety safety;
    private final Map<String, String> learned;
    private final Audience audience;
    private final int mostPatienceSeconds;

    TerminalSpeech(
            Terminal terminal,
            CommandLanguage language,
            Secrets secrets,
            Guards.Safety safety,
            int mostPatienceSeconds) {
        this.terminal = terminal;
        this.language = language;
        this.secrets = secrets;
        this.safety = safety;
        this.mostPatienceSeconds = mostPatienceSeconds;
        this.learned = Facts.learned(terminal.facts());
        Map<String, String> said = Facts.said(terminal.facts());
        this.audience =
                new Audience(
                        said.getOrDefault("language", ""),
                        Optional.ofNullable(said.get("pushver"))
                                .flatMap(Version::read)
                                .orElse(null),
                        DUAL.equals(learned.get("wallet")));
    }

    /// A command as its terminal's box is to hear of it; empty when a secret was closed under
    /// another key or nobody speaks to this family. What is guarded was confirmed here, or it would
    /// not have been issued.
    static Optional<RemoteOrder> remote(
            Terminal terminal, Command command, Secrets secrets, Elapsed now) {
        Wanted wanted = command.wanted();
        long age = now.since(command.issued()).orElse(0);
        Optional<CommandLanguage> language =
                Optional.ofNullable(terminal.family()).flatMap(Languages::of);
        return language.flatMap(tongue -> {
            OrderTraits traits = tongue.traits(wanted.order());
            return secrets.open(wanted.order(), traits.secrets())
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

    @Override
    public OrderTraits traits(Command command) {
        return language.traits(command.wanted().order()).patientFor(mostPatienceSeconds);
    }

    @Override
    public Optional<String> objection(Command command) {
        return safety.objection(terminal, command.wanted().order());
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
    public Optional<Bytes> text(Command command, Map<String, String> dialect) {
        Order order = command.wanted().order();
        return secrets.open(order, language.traits(order).secrets())
                .map(opened -> language.write(opened, dialect, audience));
    }
}
