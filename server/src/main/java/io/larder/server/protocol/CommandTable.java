package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The commands of one family, from a table of [CommandForm]s: a new command is a new line there.
public final class CommandTable implements CommandLanguage {
    /// Codes of a terminal that did not understand: wrong parameter, not supported.
    private static final Set<Long> NOT_UNDERSTOOD = Set.of(-1L, -1002L);

    private final Family family;
    private final Unfit unfit;
    private final OrderSpelling spelling;

    /// What else can speak against an order, by the terminal: see [CommandLanguage#objection].
    @FunctionalInterface
    public interface Unfit {
        Optional<String> why(Order order, Audience audience, Map<String, String> said);
    }

    /// By name in capitals.
    private final Map<String, CommandForm> forms = new LinkedHashMap<>();

    /// The commands `forms` of `family`.
    public CommandTable(Family family, List<CommandForm> forms) {
        this(family, forms, (_, _, _) -> Optional.empty());
    }

    /// The same, some of which not every terminal can be given.
    public CommandTable(Family family, List<CommandForm> forms, Unfit unfit) {
        this(family, forms, unfit, new LineSpelling());
    }

    /// The same, put on the wire in another way than as a line.
    public CommandTable(
            Family family, List<CommandForm> forms, Unfit unfit, OrderSpelling spelling) {
        this.family = family;
        this.unfit = unfit;
        this.spelling = spelling;
        forms.forEach(form -> this.forms.put(form.name().toUpperCase(Locale.ROOT), form));
    }

    @Override
    public Order read(List<String> words) {
        return OrderWords.read(forms.values(), words);
    }

    @Override
    public Optional<Order> written(String text) {
        return WrittenOrder.read(forms.values(), text);
    }

    @Override
    public Order named(Order order) {
        return OrderWords.find(forms.values(), order.name())
                .map(form -> new Order(form.name(), order.argument(), order.fields()))
                .orElse(order);
    }

    @Override
    public boolean knows(Order order) {
        return find(order) != null;
    }

    @Override
    public Optional<String> fault(Order order) {
        CommandForm form = find(order);
        return form == null
                ? Optional.of(OrderWords.unknown(order.name(), forms.values()))
                : OrderFaults.of(form, order);
    }

    @Override
    public boolean dependsOnVersion(Order order) {
        return form(order).generations().differ();
    }

    @Override
    public Optional<String> objection(Order order, Audience audience, Map<String, String> said) {
        CommandForm form = form(order);
        return form.generations()
                .objection(form.words(), audience.pushver())
                .or(() -> unfit.why(order, audience, said));
    }

    @Override
    public Optional<Order> resolved(Order order, Function<String, Optional<Bytes>> contents) {
        return ContentReference.resolved(form(order), order, contents);
    }

    @Override
    public OrderTraits traits(Order order) {
        return form(order).traits(order);
    }

    @Override
    public List<Map<String, String>> dialects(Order order) {
        List<Map<String, String>> dialects = List.of(Map.of());
        for (Fact fact : facts(order)) {
            dialects =
                    dialects.stream()
                            .flatMap(dialect ->
                                    fact.ways().stream().map(way -> fact.in(dialect, way)))
                            .toList();
        }
        return dialects;
    }

    /// The facts on which the spelling of an order depends, each once.
    private Set<Fact> facts(Order order) {
        CommandForm form = form(order);
        return Stream.concat(
                        form.wording().stream(),
                        form.values(order).keySet().stream().flatMap(each -> each.facts().stream()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Bytes write(Order order, Map<String, String> dialect, Audience audience) {
        return spelling.write(form(order), order, dialect, audience);
    }

    @Override
    public Bytes line(long number, Bytes written) {
        return spelling.line(number, written);
    }

    @Override
    public String meaning(Order order, long returnCode) {
        return ReturnCodes.meaning(family, order.name(), returnCode);
    }

    @Override
    public String meaning(Order order, CommandReply reply) {
        return reply.code().isPresent()
                ? spelling.meaning(meaning(order, reply.code().getAsLong()), reply)
                : "Return is not a number";
    }

    @Override
    public boolean isUnknownToTerminal(long returnCode) {
        return ReturnCodes.isUnknownToTerminal(family, returnCode);
    }

    @Override
    public boolean isDialectFault(Order order, long returnCode) {
        return NOT_UNDERSTOOD.contains(returnCode) && dialects(order).size() > 1;
    }

    @Override
    public Map<String, String> help() {
        Map<String, String> help = new LinkedHashMap<>();
        forms.values()
                .forEach(form ->
                        help.put(OrderWords.help(form), form.help() + form.generations().note()));
        return help;
    }

    private @Nullable CommandForm find(Order order) {
        return forms.get(order.name().toUpperCase(Locale.ROOT));
    }

    private CommandForm form(Order order) {
        CommandForm form = find(order);
        if (form == null) {
            throw new IllegalArgumentException(OrderWords.unknown(order.name(), forms.values()));
        }
        return form;
    }
}
