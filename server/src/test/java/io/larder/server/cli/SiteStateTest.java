package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.SiteEntry;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalReader;
import io.larder.storage.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the box takes of what people say of the site's data.
class SiteStateTest {
    @TempDir private Path data;

    @Test
    void whatChangesSomethingIsTakenAndWhatDoesNotIsLeftOut() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            Statement one = key("1", "100");
            assertThat(box.site.state(List.of(one, key("2", "200")), "me"))
                    .isEqualTo(new Stated.Mine(2, 0, 1));
            assertThat(box.site.state(List.of(one, key("2", "201")), "me"))
                    .isEqualTo(new Stated.Mine(1, 1, 2));
            assertThat(box.site.state(List.of(one, Statement.gone(ItemKind.KEY, "7")), "me"))
                    .isEqualTo(new Stated.Mine(0, 2, 0));
            assertThat(prices(box)).containsExactly("1 100", "2 201");
        }
    }

    @Test
    void aClockThatWasSetBackDoesNotHideWhatAPersonSaysNow() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.site.state(List.of(key("1", "200")), "me");
            box.site.state(List.of(key("1", "100")), "me");
            assertThat(prices(box)).containsExactly("1 100");
        }
    }

    @Test
    void anOlderStatementOfHeadquartersChangesNothing() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.site.state(List.of(key("1", "200")), "me");
            Statement old = new Statement(ItemKind.KEY, "1", 5, false, Map.of("priceFen", "9"));

            assertThat(box.site.state(List.of(old), "hq")).isEqualTo(new Stated.Mine(0, 1, 0));
            assertThat(prices(box)).containsExactly("1 200");
        }
    }

    @Test
    void aPasswordThatIsTheSameIsNoChangeAndAnotherOneIs() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            Statement said = Statement.now(ItemKind.CARD, "100", Map.of("password", "123456"));
            box.site.state(List.of(said), "me");
            String digest = digest(box);

            assertThat(box.site.state(List.of(said), "me")).isEqualTo(new Stated.Mine(0, 1, 0));
            assertThat(digest(box)).isEqualTo(digest);
            box.site.state(
                    List.of(Statement.now(ItemKind.CARD, "100", Map.of("password", "1"))), "me");
            assertThat(digest(box)).isNotEqualTo(digest);
            Item card =
                    box.ask(ledger -> Items.read(ledger.site().item("card", "100").orElseThrow()));
            assertThat(card.hasPassword(AssembledBox.SEAL, "1")).isTrue();
            assertThat(card.hasPassword(AssembledBox.SEAL, "123456")).isFalse();
        }
    }

    @Test
    void nothingIsTakenWhenOneStatementIsWrong() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            assertThat(why(box, key("x", "1"))).isEqualTo("key x: the key is not number");
            assertThat(why(box, key("1/2", "1"))).isEqualTo("key 1/2: the key is not number");
            assertThat(why(box, key("1", "1.5")))
                    .isEqualTo("key 1: priceFen is 1.5, expected a whole number of fen");
            assertThat(why(box, Statement.now(ItemKind.KEY, "1", Map.of("name", "x"))))
                    .isEqualTo("key 1: no field name");
            assertThat(why(box, Statement.now(ItemKind.KEY, "1", Map.of())))
                    .startsWith("key 1: ")
                    .contains("Price");
            assertThat(why(box, Statement.now(ItemKind.CARD, "1", Map.of("name", "a\tb"))))
                    .startsWith("card 1: name is ");
            assertThat(why(box, Statement.now(ItemKind.CARD, "1", Map.of("password", "se\tret"))))
                    .isEqualTo(
                            "card 1: password is not 1 to 64 characters without control"
                                    + " characters");
            assertThat(box.store.journal().lastSeq()).isZero();
        }
    }

    private static String why(AssembledBox box, Statement wrong) {
        Stated stated = box.site.state(List.of(key("5", "5"), wrong), "me");
        return stated instanceof Stated.Declined(Stated.Reason _, String why, long _, var _)
                ? why
                : "";
    }

    @Test
    void noTwoCardsHaveTheSameAccountAndTerminalsKnowACardByOneOnly() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.site.state(List.of(card("100", "5"), card("101", "6")), "me");

            assertThat(why(box, card("102", "5")))
                    .isEqualTo("card 102: systemId is that of card 100 already");
            assertThat(why(box, Statement.now(ItemKind.CARD, "5", Map.of())))
                    .isEqualTo("card 5: systemId is that of card 100 already");
            assertThat(why(box, card("100", "7")))
                    .isEqualTo(
                            "card 100: systemId is 7, terminals know the card as 5: delete it"
                                    + " first");
            box.site.state(List.of(Statement.gone(ItemKind.CARD, "100")), "me");
            assertThat(box.site.state(List.of(card("102", "5")), "me"))
                    .isInstanceOf(Stated.Mine.class);
        }
    }

    private static Statement card(String number, String account) {
        return Statement.now(ItemKind.CARD, number, Map.of("systemId", account));
    }

    @Test
    void aWholeListTakesAwayWhatItDoesNotName() {
        try (AssembledBox box = AssembledBox.in(data).open()) {
            box.site.state(List.of(key("1", "1"), key("2", "2"), card("100", "5")), "me");

            assertThat(box.site.state(List.of(key("2", "2")), "me", Set.of(ItemKind.KEY)))
                    .isEqualTo(new Stated.Mine(1, 1, 2));
            assertThat(prices(box)).containsExactly("2 2");
            assertThat(box.<Map<String, Long>>ask(ledger -> ledger.site().counts()))
                    .isEqualTo(Map.of("card", 1L, "key", 1L));
        }
    }

    @Test
    void aLongListIsWrittenInEntriesThatTheJournalCanHold() {
        try (AssembledBox box = AssembledBox.in(data).segments(32).open()) {
            List<Statement> many =
                    IntStream.range(0, 500).mapToObj(i -> key("" + i, "" + i)).toList();
            String name = "x".repeat(200);
            List<Statement> large =
                    IntStream.range(0, 300)
                            .mapToObj(i ->
                                    Statement.now(ItemKind.GOODS, "" + i, Map.of("name", name)))
                            .toList();

            assertThat(box.site.state(many, "me")).isEqualTo(new Stated.Mine(500, 0, 3));
            assertThat(box.site.state(large, "me")).isInstanceOf(Stated.Mine.class);
            assertThat(entries(box))
                    .allMatch(entry -> entry.statements().size() <= 200 && entry.by().equals("me"))
                    .hasSizeGreaterThan(5);
            assertThat(prices(box)).hasSize(500);
        }
    }

    private static List<SiteEntry> entries(AssembledBox box) {
        List<SiteEntry> found = new ArrayList<>();
        try (JournalReader reader = box.store.journal().reader(1)) {
            for (var piece = reader.read(1 << 20);
                    piece.isPresent();
                    piece = reader.read(1 << 20)) {
                if (piece.get() instanceof JournalReader.Piece.Entries(var some)) {
                    some.stream()
                            .filter(entry -> entry.kind() == EntryKind.SITE)
                            .forEach(entry -> found.add(SiteEntry.read(entry.payload())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Test
    void aJournalThatTakesNothingIsSaidSo() {
        AtomicInteger left = new AtomicInteger(1);
        try (AssembledBox box =
                AssembledBox.in(data)
                        .intake(journal ->
                                draft ->
                                        left.getAndDecrement() > 0
                                                ? journal.append(draft)
                                                : new Refused(
                                                        Refused.Reason.FULL, "the ring is full"))
                        .open()) {
            List<Statement> many =
                    IntStream.range(0, 300).mapToObj(i -> key("" + i, "" + i)).toList();
            assertThat(box.site.state(many, "me"))
                    .isEqualTo(new Stated.Declined(Stated.Reason.NO_ROOM, "the ring is full", 200));
        }
    }

    private static Statement key(String number, String fen) {
        return Statement.now(ItemKind.KEY, number, Map.of("priceFen", fen));
    }

    private static String digest(AssembledBox box) {
        return box.ask(ledger -> ledger.site().item("card", "100").orElseThrow().digest());
    }

    private static List<String> prices(AssembledBox box) {
        return box.ask(ledger ->
                ledger.site().items("key", "", 1_000).stream()
                        .map(Items::read)
                        .filter(item -> !item.isDeleted())
                        .map(item -> item.key() + " " + item.field("priceFen").orElse(""))
                        .toList());
    }
}
