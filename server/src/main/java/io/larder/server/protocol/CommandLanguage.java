package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How one family orders things. Pure and stateless. Source: PROTOCOL.md 3.
public interface CommandLanguage {
    /// The order that words mean, as typed on a command line: `UPDATE USERINFO SysID=1 Name=…`,
    /// `SHELL "ls -l"`, `SYNC POSLOG START=1 END=50`. Case does not matter in names, what comes
    /// back has the documented spelling. Throws `IllegalArgumentException` that says what was found
    /// and what was expected.
    Order read(List<String> words);

    /// The order that a server means that wrote `text` for a terminal, behind `C:<number>:`, in any
    /// documented spelling; empty when there is no such command. Whether it can be given says
    /// [#fault].
    Optional<Order> written(String text);

    /// The order under the documented name of its command, which it may name in another case or in
    /// older words; the same when there is no such command.
    Order named(Order order);

    /// Whether it has the order's command. Nothing but [#fault] and [#named] may be asked of an
    /// order otherwise.
    boolean knows(Order order);

    /// Why the order cannot be given; empty when it can. Values of secret fields are not quoted.
    Optional<String> fault(Order order);

    /// True when it depends on the generation of a terminal, which it shows at initialisation, how
    /// or whether the order can be written.
    boolean dependsOnVersion(Order order);

    /// Why an order without [#fault] cannot be given to a terminal like that; empty when it can.
    /// Completes "terminal 7 …". `said` is what the terminal said of itself, by name.
    Optional<String> objection(Order order, Audience audience, Map<String, String> said);

    /// The order with what is stored in place of each [ContentReference]; empty when a content is
    /// not there. `contents` finds it by its SHA-256. What comes out can have a [#fault]: it was
    /// not looked at before.
    Optional<Order> resolved(Order order, Function<String, Optional<Bytes>> contents);

    /// What must be known of an order without [#fault].
    OrderTraits traits(Order order);

    /// All documented ways to spell an order without [#fault], in the order in which to try them;
    /// each is a map of dialect facts, one empty map when there is only one way.
    List<Map<String, String>> dialects(Order order);

    /// What is written of an order without [#fault], [#objection] and references before it has a
    /// number, in the terminal's character set. `dialect` holds what is known of the terminal; a
    /// missing or unknown fact means the usual way.
    Bytes write(Order order, Map<String, String> dialect, Audience audience);

    /// The whole text of command `number` as it goes to the terminal, around what [#write] gave.
    Bytes line(long number, Bytes written);

    /// What a return code means in words, also one that is not documented.
    String meaning(Order order, long returnCode);

    /// What a reply says in words.
    String meaning(Order order, CommandReply reply);

    /// True when the code says that the terminal has no such command or no such table, so that to
    /// ask again is of no use.
    boolean isUnknownToTerminal(long returnCode);

    /// True when the reply says that the spelling was not understood, and there is another one that
    /// may be tried.
    boolean isDialectFault(Order order, long returnCode);

    /// Each command with its fields, as help shows it, and what it does.
    Map<String, String> help();
}
