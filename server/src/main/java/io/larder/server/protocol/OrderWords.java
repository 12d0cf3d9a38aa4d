package io.larder.server.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Orders as a person types them.
final class OrderWords {
    private static final int LONGEST_NAME_WORDS = 4;

    private OrderWords() {}

    /// The order that `words` mean, of the commands in `forms`.
    static Order read(Collection<CommandForm> forms, List<String> words) {
        for (int count = Math.min(words.size(), LONGEST_NAME_WORDS); count > 0; count--) {
            String name = String.join(" ", words.subList(0, count));
            Optional<CommandForm> form = find(forms, name);
            if (form.isPresent()) {
                return order(form.get(), words.subList(count, words.size()));
            }
        }
        throw new IllegalArgumentException(unknown(String.join(" ", words), forms));
    }

    /// The command called `name`, in any case: as documented, as it is written, or in older words.
    static Optional<CommandForm> find(Collection<CommandForm> forms, String name) {
        return forms.stream()
                .filter(each ->
                        each.name().equalsIgnoreCase(name)
                                || each.words().equalsIgnoreCase(name)
                                || each.generations()
                                        .old()
                                        .filter(name::equalsIgnoreCase)
                                        .isPresent())
                .findFirst();
    }

    /// That there is no such command, and which there are.
    static String unknown(String name, Collection<CommandForm> forms) {
        return "command '"
                + name
                + "' is not known, expected one of: "
                + forms.stream().map(CommandForm::name).collect(Collectors.joining(", "));
    }

    /// How a command is typed.
    static String help(CommandForm form) {
        List<String> words = new ArrayList<>(List.of(form.words()));
        for (Parameter parameter : form.parameters()) {
            words.add(
                    switch (form.layout()) {
                        case WORDS, TABBED, TABBED_OR_SPACED, SPACED, MEMBERS -> parameter.help();
                        case ARGUMENT -> "<" + parameter.name() + ">";
                        case VALUES_TABBED, VALUES_SPACED, VALUES_BY_VERSION ->
                                parameter.isNeeded()
                                        ? "<" + parameter.name() + ">"
                                        : "[<" + parameter.name() + ">]";
                    });
        }
        if (form.isOpen()) {
            words.add("<item>=<value>...");
        }
        return String.join(" ", words);
    }

    private static Order order(CommandForm form, List<String> words) {
        return form.layout() == Layout.ARGUMENT
                ? new Order(form.name(), String.join(" ", words), Map.of())
                : new Order(form.name(), "", fields(form, words));
    }

    private static Map<String, String> fields(CommandForm form, List<String> words) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 1 ? "" : word.substring(0, equals);
            Optional<Parameter> named = form.parameter(key).filter(_ -> !key.isEmpty());
            String name =
                    named.map(Parameter::name)
                            .or(() -> nextPlace(form, fields))
                            .orElseThrow(() -> stranger(form, word));
            if (fields.put(name, named.isPresent() ? word.substring(equals + 1) : word) != null) {
                throw new IllegalArgumentException(
                        form.name() + " names " + name + " twice, expected it once");
            }
        }
        return fields;
    }

    /// The first field without a value where the place says which one is meant.
    private static Optional<String> nextPlace(CommandForm form, Map<String, String> fields) {
        return form.parameters().stream()
                .filter(_ -> form.layout().isPositional())
                .map(Parameter::name)
                .filter(name -> !fields.containsKey(name))
                .findFirst();
    }

    private static IllegalArgumentException stranger(CommandForm form, String word) {
        return new IllegalArgumentException(
                "'" + word + "' does not belong to it, expected " + help(form));
    }
}
