package io.larder.server.protocol;

import io.larder.server.record.PackedTime;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Orders as servers write them for terminals: [LineSpelling] the other way round. Every documented
/// spelling is read, whichever the terminal at hand wants. Sources: PROTOCOL.md 3.1, 3.4, 3.5.
final class WrittenOrder {
    /// What a field is called on the wire, with what stands before its value: `Start=`, `END`.
    private record Prefix(String text, Parameter parameter) {}

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final CommandForm form;
    private final String rest;

    private WrittenOrder(CommandForm form, String rest) {
        this.form = form;
        this.rest = rest;
    }

    /// The order that `text` means, of the commands in `forms`; empty when it is none of them, or
    /// what follows its words cannot be read.
    static Optional<Order> read(Collection<CommandForm> forms, String text) {
        String line = text.stripTrailing();
        return forms.stream()
                .flatMap(form -> words(form).map(words -> Map.entry(words, form)))
                .filter(each -> begins(line, each.getKey()))
                .sorted(Comparator.comparingInt(each -> -each.getKey().length()))
                .map(each ->
                        new WrittenOrder(
                                        each.getValue(),
                                        line.substring(each.getKey().length()).stripLeading())
                                .order())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Stream<String> words(CommandForm form) {
        Stream<String> ways =
                form.wording().stream().flatMap(fact -> fact.ways().stream()).map(Fact.Way::wire);
        return Stream.of(
                        Stream.of(form.words(), form.name(), plural(form.words())),
                        ways,
                        form.generations().old().stream())
                .flatMap(each -> each)
                .distinct();
    }

    /// Newer servers write `SET OPTIONS`; canteen servers may say the word DATA where the box does
    /// not.
    private static String plural(String words) {
        return words.equals("SET OPTION") ? "SET OPTIONS" : "DATA " + words;
    }

    private static boolean begins(String line, String words) {
        return line.regionMatches(true, 0, words, 0, words.length())
                && (line.length() == words.length()
                        || Character.isWhitespace(line.charAt(words.length())));
    }

    private Optional<Order> order() {
        return switch (form.layout()) {
            case WORDS -> rest.isEmpty() ? order("", Map.of()) : Optional.empty();
            case ARGUMENT -> order(rest, Map.of());
            case TABBED, TABBED_OR_SPACED, SPACED, MEMBERS ->
                    named().flatMap(fields -> order("", fields));
            case VALUES_TABBED, VALUES_SPACED, VALUES_BY_VERSION ->
                    placed().flatMap(fields -> order("", fields));
        };
    }

    private Optional<Order> order(String argument, Map<String, String> fields) {
        return Optional.of(new Order(form.name(), argument, fields));
    }

    private Optional<Map<String, String>> placed() {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> values =
                rest.isEmpty() ? List.of() : List.of(rest.split(rest.contains("\t") ? "\t" : " +"));
        if (values.size() > form.parameters().size()) {
            return Optional.empty();
        }
        for (int i = 0; i < values.size(); i++) {
            fields.put(form.parameters().get(i).name(), values.get(i));
        }
        return Optional.of(fields);
    }

    private Optional<Map<String, String>> named() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : parts()) {
            Optional<Prefix> prefix = prefix(part);
            if (prefix.isEmpty()) {
                return Optional.empty();
            }
            Parameter parameter = prefix.get().parameter();
            String value = part.substring(prefix.get().text().length());
            if (!saysNothing(parameter, value)) {
                fields.putIfAbsent(parameter.name(), meant(parameter, value));
            }
        }
        return Optional.of(fields);
    }

    /// Servers write all fields, empty or 0 where they have nothing to say; of settings an empty
    /// value is one.
    private boolean saysNothing(Parameter parameter, String value) {
        return !parameter.isNeeded()
                && !form.isOpen()
                && (value.isEmpty() || (value.equals("0") && !parameter.form().fits().test(value)));
    }

    /// At TABs; without any at blanks, but only in front of a name that the command has: values
    /// hold blanks too.
    private List<String> parts() {
        if (rest.contains("\t") || rest.isEmpty()) {
            return Stream.of(rest.split("\t")).filter(part -> !part.isBlank()).toList();
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int blank = rest.indexOf(' '); blank >= 0; blank = rest.indexOf(' ', blank + 1)) {
            if (form.layout() != Layout.TABBED && isField(rest.substring(blank + 1))) {
                parts.add(rest.substring(from, blank));
                from = blank + 1;
            }
        }
        parts.add(rest.substring(from));
        return parts;
    }

    private boolean isField(String part) {
        return prefix(part).filter(found -> !found.text().isEmpty()).isPresent();
    }

    private Optional<Prefix> prefix(String part) {
        int equals = part.indexOf('=');
        String name = equals < 1 ? "" : part.substring(0, equals).strip();
        if (!name.isEmpty() && form.isOpen()) {
            return form.parameter(name)
                    .map(parameter -> new Prefix(part.substring(0, equals + 1), parameter));
        }
        return form.parameters().stream()
                .flatMap(WrittenOrder::spellings)
                .filter(each -> part.regionMatches(true, 0, each.text(), 0, each.text().length()))
                .max(Comparator.comparingInt(each -> each.text().length()));
    }

    private static Stream<Prefix> spellings(Parameter parameter) {
        Fact spelling = parameter.spelling();
        Stream<String> ways =
                spelling == null ? Stream.empty() : spelling.ways().stream().map(Fact.Way::wire);
        return Stream.concat(Stream.of(parameter.name() + "="), ways)
                .map(text -> new Prefix(text, parameter));
    }

    /// The value that is written so. Numbers may stand for days and times of day.
    private static String meant(Parameter parameter, String written) {
        ValueForm form = parameter.form();
        if (form.fits().test(written)) {
            return written;
        }
        return candidates(parameter, written).filter(form.fits()).findFirst().orElse(written);
    }

    private static Stream<String> candidates(Parameter parameter, String written) {
        if (!written.matches("\\d{1,9}")) {
            boolean end = parameter.name().regionMatches(true, 0, "End", 0, 3);
            return Stream.of(written.strip(), written.strip() + (end ? "T23:59:59" : "T00:00:00"));
        }
        int number = Integer.parseInt(written);
        return Stream.of(
                        PackedTime.clock(number).map(time -> time.toString()),
                        PackedTime.date(number).map(day -> day.toString()),
                        PackedTime.seconds((long) number).map(WrittenOrder::moment))
                .flatMap(Optional::stream);
    }

    private static String moment(LocalDateTime moment) {
        return moment.format(MOMENT);
    }
}
