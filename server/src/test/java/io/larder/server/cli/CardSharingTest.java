package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever is enrolled at the gate is known at the canteen.
class CardSharingTest extends PeopleAtABox {
    private static final String LI = "USER PIN=5\tName=Li\tPri=0\tCard=[15CD5B0700]\n";
    private static final String CARD = "123456789";

    @Override
    String sharing() {
        return "attendance, canteen";
    }

    @BeforeEach
    void canteen() {
        box.get("/iclock/posrequest?SN=" + ToldTerminals.ONE);
        box.ask(_ -> true);
    }

    private List<String> toldCanteen() {
        box.cardSharing.round();
        return ToldTerminals.told(box, ToldTerminals.ONE);
    }

    private Optional<Item> card(String number) {
        return item(ItemKind.CARD, number).filter(card -> !card.isDeleted());
    }

    private void state(Statement statement) {
        box.site.state(List.of(statement), "somebody");
    }

    @Test
    void whoIsEnrolledWithACardIsKnownAtTheCanteen() {
        says(GATE, LI);

        assertThat(toldCanteen())
                .containsExactly(
                        "UPDATE USERINFO SysID=123456789|UserID=123456789|PIN=5"
                                + "|CardNo=123456789|Name=Li|UserType=0");
        assertThat(toldCanteen()).isEmpty();
    }

    @Test
    void nothingIsWrittenDownWhenNothingChanged() throws IOException {
        says(GATE, LI);
        toldCanteen();
        long last = box.store.journal().lastSeq();

        box.cardSharing.round();
        says(GATE, LI);
        box.cardSharing.round();
        assertThat(box.store.journal().lastSeq()).isEqualTo(last + 1);

        close();
        Files.delete(data.resolve("ledger.db"));
        box = opened(sharing());
        long reopened = box.store.journal().lastSeq();
        box.ask(_ -> true);
        box.cardSharing.round();
        assertThat(box.store.journal().lastSeq()).isEqualTo(reopened);
    }

    @Test
    void aCardThatSomebodyStatedIsLeftAlone() {
        state(Statement.now(ItemKind.CARD, CARD, Map.of("name", "visitor", "systemId", "7")));
        says(GATE, LI);
        box.cardSharing.round();
        says(GATE, LI.replace("[15CD5B0700]", "[0000000000]"));
        box.cardSharing.round();

        assertThat(card(CARD).flatMap(one -> one.field("name"))).contains("visitor");
    }

    @Test
    void aCardThatSomebodyTookOverIsLeftAloneFromThenOn() {
        says(GATE, LI);
        toldCanteen();
        state(Statement.now(ItemKind.CARD, CARD, Map.of("name", "Li, kitchen")));

        says(GATE, LI.replace("Name=Li", "Name=Li Ming"));

        assertThat(toldCanteen()).singleElement().asString().contains("Name=Li, kitchen");
    }

    @Test
    void aNewNameIsToldAndALostCardStaysLost() {
        says(GATE, LI);
        toldCanteen();
        state(Statement.now(ItemKind.CARD, CARD, Map.of("state", "lost")));
        says(GATE, LI.replace("Name=Li", "Name=Li Ming"));

        assertThat(toldCanteen()).singleElement().asString().contains("UserType=1");
    }

    @Test
    void aCardGoesWithItsPersonAndWithTheLossOfIt() {
        says(GATE, LI);
        toldCanteen();
        says(GATE, LI.replace("[15CD5B0700]", "[0000000000]"));

        assertThat(toldCanteen()).containsExactly("DELETE USERINFO SysID=123456789");
        says(GATE, LI);
        assertThat(toldCanteen()).hasSize(1);

        state(Statement.gone(ItemKind.PERSON, "5"));
        assertThat(toldCanteen()).containsExactly("DELETE USERINFO SysID=123456789");
    }

    @Test
    void aCardThatIsHandedOnFollowsItsNewHolder() {
        says(GATE, LI);
        toldCanteen();
        says(
                GATE,
                LI.replace("[15CD5B0700]", "[0000000000]")
                        + LI.replace("PIN=5\tName=Li", "PIN=6\tName=Wang"));

        assertThat(toldCanteen())
                .containsExactly(
                        "UPDATE USERINFO SysID=123456789|UserID=123456789|PIN=6"
                                + "|CardNo=123456789|Name=Wang|UserType=0");
    }

    @Test
    void aCardThatTwoPeopleHaveIsNobodysForTheCanteen() {
        says(GATE, LI + LI.replace("PIN=5\tName=Li", "PIN=6\tName=Wang"));

        assertThat(toldCanteen()).isEmpty();
    }

    @Test
    void aCardThatSomebodyDeletedStaysAwayUntilItsPersonChanges() {
        says(GATE, LI);
        toldCanteen();
        state(Statement.gone(ItemKind.CARD, CARD));
        box.cardSharing.round();
        close();
        box = opened(sharing());
        box.ask(_ -> true);
        box.cardSharing.round();
        assertThat(card(CARD)).isEmpty();

        says(GATE, LI.replace("Name=Li", "Name=Li Ming"));
        box.cardSharing.round();
        assertThat(card(CARD).flatMap(one -> one.field("name"))).contains("Li Ming");
    }

    @Test
    void whoIsKeptToRolesAndWhoseCardIsSpelledOtherwiseAreNotShared() {
        state(Statement.now(ItemKind.PERSON, "8", Map.of("card", "800", "roles", "attendance")));
        state(Statement.now(ItemKind.CARD, "0000000900", Map.of("name", "Wang")));
        state(Statement.now(ItemKind.PERSON, "9", Map.of("card", "0000000900")));
        state(Statement.now(ItemKind.PERSON, "10", Map.of("card", "1000", "name", "Zhao")));

        box.cardSharing.round();

        assertThat(card("800")).isEmpty();
        assertThat(card("900")).isEmpty();
        assertThat(card("1000").flatMap(one -> one.field("name"))).contains("Zhao");
    }

    @Test
    void anAccountThatAnotherCardHasHoldsUpNobodyElse() {
        state(Statement.now(ItemKind.CARD, "100", Map.of("systemId", "800")));
        state(Statement.now(ItemKind.PERSON, "8", Map.of("card", "800")));
        state(Statement.now(ItemKind.PERSON, "9", Map.of("card", "900")));

        box.cardSharing.round();

        assertThat(card("800")).isEmpty();
        assertThat(card("900")).isPresent();
    }

    @Test
    void aCanteenThatDoesNotShareIsNotTold() {
        box.adjust(ToldTerminals.ONE, Map.of("role", "shop"));
        says(GATE, LI);

        assertThat(toldCanteen()).isEmpty();
        assertThat(card(CARD)).isEmpty();
    }
}
