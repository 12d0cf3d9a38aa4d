package io.larder.server.protocol.meeting;

import io.larder.server.record.TerminalTime;
import io.larder.server.record.TerminalTime.Decoder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The fields of a record while they are taken out of an element of an upload. A value that is not
/// what it should be, and one under a name that nobody knows, stands under `more`: it costs nothing
/// but its name. Source: PROTOCOL.md 6.7.
final class ElementFields {
    private static final String MORE = "more";

    /// Longer values are in the raw element only.
    private static final int LONGEST_MORE = 256;

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    /// Parts of a second and `Z` are ISO 8601 too.
    private static final Pattern FRACTION = Pattern.compile("(?<=:\\d{2})[.,]\\d+");

    private static final Pattern ZULU = Pattern.compile("[Zz]$");

    private final Map<String, Object> element;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private @Nullable String fault;

    ElementFields(Map<String, Object> element) {
        this.element = element;
    }

    /// A text; an empty one leaves the field out.
    ElementFields text(String field, String... names) {
        String text = take(names);
        return text.isEmpty() ? this : put(field, text);
    }

    /// A text without which the element says nothing.
    ElementFields required(String field, String... names) {
        String text = take(names);
        return text.isEmpty() ? odd(names[0] + " is missing") : put(field, text);
    }

    /// A text that must be said and may be empty.
    ElementFields said(String field, String name) {
        return element.containsKey(name) ? text(field, name) : odd(name + " is missing");
    }

    /// A text, `usual` when it is not said.
    ElementFields textOr(String field, String usual, String... names) {
        String text = take(names);
        return put(field, text.isEmpty() ? usual : text);
    }

    /// A whole number.
    ElementFields number(String field, String... names) {
        String text = Values.text(element, names).strip();
        if (WHOLE.matcher(text).matches()) {
            take(names);
            put(field, Long.valueOf(text));
        }
        return this;
    }

    /// Something that must be there and should be a whole number.
    ElementFields saidNumber(String field, String... names) {
        return Values.text(element, names).isEmpty()
                ? odd(names[0] + " is missing")
                : number(field, names);
    }

    /// A whole number that must be there.
    ElementFields requiredNumber(String field, String... names) {
        return number(field, take(names), names[0]);
    }

    /// A whole number, `usual` when it is not said.
    ElementFields numberOr(String field, long usual, String... names) {
        String text = take(names);
        return text.isEmpty() ? put(field, usual) : number(field, text, names[0]);
    }

    private ElementFields number(String field, String text, String name) {
        if (text.isEmpty()) {
            return odd(name + " is missing");
        }
        return WHOLE.matcher(text.strip()).matches()
                ? put(field, Long.valueOf(text.strip()))
                : odd(name + " is no whole number");
    }

    /// A moment, as its terminal's clock showed it, with the offset.
    ElementFields time(String field, String... names) {
        moment(Values.text(element, names))
                .ifPresent(moment -> {
                    take(names);
                    put(field, moment.iso());
                });
        return this;
    }

    /// A moment that must be there; where the offset is said, also as an instant.
    ElementFields requiredTime(String field, String... names) {
        String text = take(names);
        Optional<TerminalTime> moment = moment(text);
        if (moment.isEmpty()) {
            return odd(names[0] + (text.isEmpty() ? " is missing" : " is no time: " + text));
        }
        put(field, moment.get().iso());
        return instant(field + "Utc", moment.get());
    }

    /// As [#time], and as an instant.
    ElementFields timeAndInstant(String field, String... names) {
        time(field, names);
        moment(Values.text(element, names)).ifPresent(moment -> instant(field + "Utc", moment));
        return this;
    }

    private ElementFields instant(String field, TerminalTime moment) {
        return moment.offset() == null
                ? this
                : put(field, moment.local().toInstant(moment.offset()).toString());
    }

    private static Optional<TerminalTime> moment(String text) {
        String whole = FRACTION.matcher(text.strip()).replaceFirst("");
        return TerminalTime.read(ZULU.matcher(whole).replaceFirst("+00:00"), Decoder.AUTO);
    }

    ElementFields put(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /// The first of those names that says something; all of them count as read.
    String take(String... names) {
        taken.addAll(List.of(names));
        return Values.text(element, names);
    }

    private ElementFields odd(String why) {
        fault = fault == null ? why : fault;
        return this;
    }

    /// What makes the element odd.
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /// All fields, with what is unknown.
    Map<String, Object> all() {
        return with(new TreeMap<>(element));
    }

    /// All fields, with what is not as it should be under one of those names, and without what is
    /// under others: nobody can tell what that is.
    Map<String, Object> known(Set<String> names) {
        Map<String, Object> known = new TreeMap<>(element);
        known.keySet().retainAll(names);
        return with(known);
    }

    private Map<String, Object> with(Map<String, Object> unknown) {
        unknown.keySet().removeAll(taken);
        String more =
                unknown.keySet().stream()
                        .filter(name -> !Hidden.isSecret(name))
                        .map(name -> Map.entry(name, Values.text(element, name)))
                        .filter(each -> !each.getValue().isEmpty())
                        .filter(each -> each.getValue().length() <= LONGEST_MORE)
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("&"));
        return more.isEmpty() ? fields : put(MORE, more).fields;
    }

    /// The values of `names` joined with `/`.
    String key(String... names) {
        return List.of(names).stream()
                .map(name -> String.valueOf(fields.getOrDefault(name, "")))
                .collect(Collectors.joining("/"));
    }

    /// Everything that makes the fact, as one text.
    static String content(Map<String, Object> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\t"));
    }
}
