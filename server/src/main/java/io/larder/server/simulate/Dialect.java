package io.larder.server.simulate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// How a canteen firmware deviates from the written protocol, one item for each doubt about it
/// (PROTOCOL.md T-017, T-018, T-021, T-024, T-040).
///
/// @param language 83 is Chinese, whose text is GB18030; all others are UTF-8
/// @param fixed what it calls the table of fixed prices
/// @param password what it calls the field with the password of a card
/// @param endWithoutEquals wants `SYNC POSLOG START=1 END50`
/// @param dateWithT wants a T between date and time in COLL
/// @param update what it calls an UPDATE in its reply
/// @param oneByOne sends each reply in a body of its own at once, instead of all at the end
/// @param lastLineEnds ends a body with a line feed
/// @param namesItself says SN in its replies
/// @param unknown verbs it has never heard of
record Dialect(
        int language,
        String fixed,
        String password,
        boolean endWithoutEquals,
        boolean dateWithT,
        String update,
        boolean oneByOne,
        boolean lastLineEnds,
        boolean namesItself,
        Set<String> unknown) {
    private static final int CHINESE = 83;
    private static final int ENGLISH = 69;

    /// As written.
    static final Dialect PLAIN =
            new Dialect(
                    CHINESE,
                    "FIXED",
                    "Password",
                    false,
                    false,
                    "UPDATE",
                    false,
                    true,
                    false,
                    Set.of());

    /// The dialect of the terminal at `index`: the first is plain, six in a row know every item
    /// except for missing verbs, seven know all.
    static Dialect of(int index) {
        return new Dialect(
                index % 6 == 5 ? ENGLISH : CHINESE,
                index % 4 == 2 ? "FIXD" : "FIXED",
                index % 3 == 2 ? "PassWord" : "Password",
                index % 3 == 1,
                index % 4 == 3,
                index % 2 == 1 ? "DATA" : "UPDATE",
                index % 4 == 1 || index % 4 == 2,
                index % 5 != 4,
                index % 6 == 3,
                index % 7 == 6 ? Set.of("SHELL", "COLL") : Set.of());
    }

    Charset charset() {
        return language == CHINESE ? Charset.forName("GB18030") : StandardCharsets.UTF_8;
    }

    /// What the reply to `order` calls it.
    String nameOf(Order order) {
        return switch (order.verb()) {
            case "UPDATE" -> update;
            case "SHELL" -> "Shell";
            case "SET" -> "SET OPTION";
            default -> order.verb();
        };
    }
}
