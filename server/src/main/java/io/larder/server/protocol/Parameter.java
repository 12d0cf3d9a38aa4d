package io.larder.server.protocol;

import io.larder.server.protocol.OrderTraits.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One field of a command as data: its documented name, what it holds, how badly it is needed, the
/// value it has when the order names none, the fact that decides how name and `=` are spelled
/// (null: as documented), whether its value is a secret, how it is guarded, and when it is written.
public record Parameter(
        String name,
        ValueForm form,
        Need need,
        Fallback fallback,
        @Nullable Fact spelling,
        boolean secret,
        Guard guard,
        Shown shown) {
    /// The value of a field that an order does not name, from those that it does (names in any
    /// case); null leaves it out.
    @FunctionalInterface
    interface Fallback {
        @Nullable String of(Map<String, String> given);
    }

    /// Whether a field is written for somebody.
    @FunctionalInterface
    interface Shown {
        boolean to(Audience audience, String value);
    }

    private static final Fallback NOTHING = _ -> null;
    private static final Shown ALWAYS = (_, _) -> true;

    /// How badly a field is needed.
    public enum Need {
        /// Must be there and says which thing is meant.
        KEY,
        /// May be missing, says closer which thing is meant.
        CONDITION,
        /// Must be there.
        REQUIRED,
        /// May be missing.
        OPTIONAL
    }

    /// A field that says which thing is meant.
    public static Parameter key(String name, ValueForm form) {
        return new Parameter(name, form, Need.KEY, NOTHING, null, false, Guard.NONE, ALWAYS);
    }

    /// A field that must be there.
    public static Parameter required(String name, ValueForm form) {
        return new Parameter(name, form, Need.REQUIRED, NOTHING, null, false, Guard.NONE, ALWAYS);
    }

    /// A field that may be missing.
    public static Parameter optional(String name, ValueForm form) {
        return new Parameter(name, form, Need.OPTIONAL, NOTHING, null, false, Guard.NONE, ALWAYS);
    }

    /// The same, written with `value` when the order does not name it.
    public Parameter or(String value) {
        return new Parameter(name, form, need, _ -> value, spelling, secret, guard, shown);
    }

    /// The same, written with `value` when the order names field `other` and not this one.
    public Parameter or(String value, String other) {
        return new Parameter(
                name,
                form,
                need,
                given -> given.containsKey(other) ? value : null,
                spelling,
                secret,
                guard,
                shown);
    }

    /// The same, spelled as `fact` says.
    public Parameter spelled(Fact fact) {
        return new Parameter(name, form, need, fallback, fact, secret, guard, shown);
    }

    /// The same, its value never shown.
    public Parameter hidden() {
        return new Parameter(name, form, need, fallback, spelling, true, guard, shown);
    }

    /// The same, guarded.
    public Parameter guarded(Guard by) {
        return new Parameter(name, form, need, fallback, spelling, secret, by, shown);
    }

    /// The same, left out for terminals of one wallet.
    public Parameter forDualWallet() {
        return new Parameter(
                name,
                form,
                need,
                fallback,
                spelling,
                secret,
                guard,
                (audience, _) -> audience.dualWallet());
    }

    /// The same, left out for terminals that name no version.
    public Parameter forVersions() {
        return new Parameter(
                name,
                form,
                need,
                fallback,
                spelling,
                secret,
                guard,
                (audience, _) -> audience.pushver() != null);
    }

    /// The same, left out when its value is `word`.
    public Parameter unless(String word) {
        return new Parameter(
                name,
                form,
                need,
                fallback,
                spelling,
                secret,
                guard,
                (_, value) -> !value.equalsIgnoreCase(word));
    }

    /// The same, written with the number of characters of field `measured` when the order does not
    /// name it.
    public Parameter measuring(String measured) {
        return new Parameter(
                name,
                form,
                need,
                given -> {
                    String text = given.get(measured);
                    return text == null ? null : Integer.toString(text.length());
                },
                spelling,
                secret,
                guard,
                shown);
    }

    /// The same, needed in another way.
    public Parameter needed(Need other) {
        return new Parameter(name, form, other, fallback, spelling, secret, guard, shown);
    }

    boolean isNeeded() {
        return switch (need) {
            case KEY, REQUIRED -> true;
            case CONDITION, OPTIONAL -> false;
        };
    }

    /// True when the value says which thing is meant.
    boolean names() {
        return switch (need) {
            case KEY, CONDITION -> true;
            case REQUIRED, OPTIONAL -> false;
        };
    }

    /// `name=value` for one terminal.
    String write(String value, Map<String, String> dialect, Audience audience) {
        String before = spelling == null ? name + "=" : spelling.way(dialect).wire();
        return before + value(value, dialect, audience);
    }

    /// The value alone for one terminal.
    String value(String value, Map<String, String> dialect, Audience audience) {
        return form.writer().write(value, dialect, audience);
    }

    /// The facts on which the spelling depends.
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>(form.facts());
        if (spelling != null) {
            facts.add(spelling);
        }
        return facts;
    }

    /// How help shows it.
    String help() {
        String shown = name + "=<" + form.sign() + ">";
        return isNeeded() ? shown : "[" + shown + "]";
    }
}
