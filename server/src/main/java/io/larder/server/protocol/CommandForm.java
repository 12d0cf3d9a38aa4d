package io.larder.server.protocol;

import io.larder.server.protocol.OrderTraits.Guard;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One command as data: its documented name, its words on the wire, what follows them, its fields
/// in documented order, what is special about it, and what it does in one line. Source: PROTOCOL.md
/// 3.4, 3.5.
public final class CommandForm {
    /// The field that says how long a content is, in any case.
    static final String SIZE = "Size";

    private static final int PATIENCE_SECONDS = 60;

    /// For what moves files or waits for a person.
    private static final int LONG_PATIENCE_SECONDS = 600;

    /// What is special about a command; see [OrderTraits].
    public enum Habit {
        ENDS_BATCH,
        ONCE,
        RESTARTS,
        COUNTS,
        SLOW
    }

    private final String name;
    private final String help;
    private final Layout layout;
    private final List<Parameter> parameters;
    private final Set<Habit> habits = EnumSet.noneOf(Habit.class);
    private String words;
    private @Nullable Fact wording;
    private Generations generations = Generations.ALL;
    private @Nullable Function<String, Parameter> others;
    private Guard guard = Guard.NONE;
    private String subject = "";
    private Function<Order, Optional<String>> check = _ -> Optional.empty();
    private BiFunction<Order, OrderTraits, OrderTraits> refinement = (_, traits) -> traits;

    private CommandForm(String name, String help, Layout layout, List<Parameter> parameters) {
        this.name = name;
        this.words = name;
        this.help = help;
        this.layout = layout;
        this.parameters = parameters;
    }

    /// What is not usual about a command; all of it may be left out.
    public static final class Builder {
        private final CommandForm form;

        private Builder(CommandForm form) {
            this.form = form;
        }

        /// Other words on the wire than the name.
        public Builder written(String words) {
            form.words = words;
            return this;
        }

        /// Terminals disagree about the words: the ways of `fact` are all of them.
        public Builder wording(Fact fact) {
            form.wording = fact;
            return this;
        }

        /// Terminals disagree about the last word.
        public Builder lastWord(@Nullable Fact fact) {
            String before = form.words.substring(0, form.words.lastIndexOf(' ') + 1);
            return fact == null ? this : wording(fact.behind(before));
        }

        /// Terminals that name no version know it as `words`.
        public Builder before(String words) {
            form.generations = Generations.before(words);
            return this;
        }

        /// Terminals that name no version do not know it; `instead` does the same there, or is
        /// empty.
        public Builder versionsOnly(String instead) {
            form.generations = Generations.versionsOnly(instead);
            return this;
        }

        /// Only terminals that name no version know it; `instead` does the same at the others.
        public Builder noVersionsOnly(String instead) {
            form.generations = Generations.noVersionsOnly(form.words, instead);
            return this;
        }

        public Builder habits(Habit... habits) {
            form.habits.addAll(List.of(habits));
            return this;
        }

        public Builder guard(Guard guard) {
            form.guard = guard;
            return this;
        }

        /// Changes that thing of `subject` which the key fields name.
        public Builder changes(String subject) {
            form.subject = subject;
            return this;
        }

        /// Takes fields of any name; `finder` says what they hold.
        public Builder open(Function<String, Parameter> finder) {
            form.others = finder;
            return this;
        }

        /// The traits depend on the values of an order.
        public Builder refined(BiFunction<Order, OrderTraits, OrderTraits> refinement) {
            form.refinement = refinement;
            return this;
        }

        /// Whether fields that are good each for itself fit together: `check` says why not.
        public Builder checked(Function<Order, Optional<String>> check) {
            form.check = check;
            return this;
        }

        public CommandForm build() {
            return form;
        }
    }

    /// Begins the command `name` that does what `help` says.
    public static Builder command(
            String name, String help, Layout layout, Parameter... parameters) {
        return new Builder(new CommandForm(name, help, layout, List.of(parameters)));
    }

    /// Its documented name.
    public String name() {
        return name;
    }

    String help() {
        return help;
    }

    Layout layout() {
        return layout;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    boolean isOpen() {
        return others != null;
    }

    Optional<Fact> wording() {
        return Optional.ofNullable(wording);
    }

    Generations generations() {
        return generations;
    }

    /// The words on the wire as documented.
    String words() {
        return words;
    }

    /// The words on the wire for one terminal.
    String words(Map<String, String> dialect, Audience audience) {
        String usual = wording == null ? words : wording.way(dialect).wire();
        return generations.words(usual, audience.pushver());
    }

    /// The field called `wanted`, in any case.
    Optional<Parameter> parameter(String wanted) {
        return parameters.stream()
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .findFirst()
                .or(() -> Optional.ofNullable(others).map(finder -> finder.apply(wanted)));
    }

    /// What the fields of an order hold: the documented ones in documented order, those that it
    /// does not name with their fallback, and behind them the others as given. Fields that nobody
    /// knows are left out.
    public Map<Parameter, String> values(Order order) {
        Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.putAll(order.fields());
        Map<Parameter, String> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            String said = given.get(parameter.name());
            String value = said == null ? parameter.fallback().of(given) : said;
            if (value != null) {
                values.put(parameter, value);
            }
        }
        order.fields()
                .forEach((key, value) ->
                        parameter(key).ifPresent(each -> values.putIfAbsent(each, value)));
        return values;
    }

    /// Why the fields of an order do not fit together; empty when they do.
    Optional<String> misfit(Order order) {
        return check.apply(order);
    }

    OrderTraits traits(Order order) {
        Map<Parameter, String> values = values(order);
        OrderTraits traits =
                new OrderTraits(
                        habits.contains(Habit.ENDS_BATCH),
                        !habits.contains(Habit.ONCE),
                        habits.contains(Habit.RESTARTS),
                        habits.contains(Habit.COUNTS),
                        guard(values.keySet()),
                        habits.contains(Habit.SLOW) ? LONG_PATIENCE_SECONDS : PATIENCE_SECONDS,
                        secrets(order),
                        target(values));
        return refinement.apply(order, traits);
    }

    private Guard guard(Set<Parameter> given) {
        Guard strictest = guard;
        for (Parameter parameter : given) {
            strictest = strictest.compareTo(parameter.guard()) >= 0 ? strictest : parameter.guard();
        }
        return strictest;
    }

    private Set<String> secrets(Order order) {
        return order.fields().keySet().stream()
                .filter(key -> parameter(key).filter(Parameter::secret).isPresent())
                .collect(Collectors.toSet());
    }

    /// `subject/key=value,…`; where any field may be given `subject` alone: which of them overwrite
    /// each other is seen from their fields.
    private String target(Map<Parameter, String> values) {
        if (subject.isEmpty() || isOpen()) {
            return subject;
        }
        List<String> keys = new ArrayList<>();
        values.forEach((parameter, value) -> {
            if (parameter.names()) {
                keys.add(parameter.name() + "=" + value);
            }
        });
        return subject + "/" + keys.stream().sorted().collect(Collectors.joining(","));
    }
}
