package io.larder.server.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.ItemRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ItemsTest {
    private static final long SEED = 20260301;

    @Test
    void whicheverOrderStatementsAreHeardInTheSameItemComesOut() {
        Random random = new Random(SEED);
        for (int round = 0; round < 3_000; round++) {
            List<Statement> statements = new ArrayList<>();
            int many = 2 + random.nextInt(7);
            for (int i = 0; i < many; i++) {
                statements.add(random(random));
            }
            ItemRow first = Items.row(heard(statements), 1);
            for (int order = 0; order < 6; order++) {
                Collections.shuffle(statements, random);
                assertThat(Items.row(heard(statements), 1))
                        .as("seed %d round %d: %s", SEED, round, statements)
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void whatIsHeardTwiceIsHeardOnce() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Statement said = random(random);
            Item once = Items.merge(Optional.of(heard(List.of(random(random)))), said);
            assertThat(Items.merge(Optional.of(once), said)).as("seed %d", SEED).isEqualTo(once);
        }
    }

    @Test
    void anItemIsReadBackFromItsRowAsItWas() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Item item = heard(List.of(random(random), random(random), random(random)));
            assertThat(Items.read(Items.row(item, 7))).as("seed %d", SEED).isEqualTo(item);
        }
        Item drawn = subsidy().paidOut();
        assertThat(Items.read(Items.row(drawn, 7))).isEqualTo(drawn);
    }

    @Test
    void theStatementsOfAnItemMakeTheSameItemElsewhere() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Item item = heard(List.of(random(random), random(random), random(random)));
            Map<String, String> said = new TreeMap<>(Items.said(item));
            said.put("passwordHash", "");
            if (item.isDeleted()) {
                said.keySet().removeAll(List.of("systemId", "state"));
            }
            Map<String, String> elsewhere =
                    new TreeMap<>(Items.said(heard(Items.statements(item))));
            if (item.isDeleted()) {
                elsewhere.keySet().removeAll(List.of("systemId", "state"));
            }
            assertThat(elsewhere).as("seed %d round %d", SEED, round).isEqualTo(said);
        }
    }

    @Test
    void atEqualTimeLossBeatsReleaseAndOtherwiseTheLaterEventCounts() {
        Item card = heard(List.of(card(10, Map.of("name", "Li"))));

        assertThat(states(card.with(CardState.LOST, 20), CardState.ACTIVE, 20)).isEqualTo("lost");
        assertThat(states(card.with(CardState.ACTIVE, 20), CardState.LOST, 20)).isEqualTo("lost");
        assertThat(states(card.with(CardState.LOST, 20), CardState.ACTIVE, 21)).isEqualTo("active");
        assertThat(states(card.with(CardState.ACTIVE, 21), CardState.LOST, 20)).isEqualTo("active");
    }

    private static String states(Item card, CardState then, long at) {
        return card.with(then, at).cardState().word();
    }

    @Test
    void aStatementIsAPatchOverWhatWasSaidBefore() {
        Item item = heard(List.of(card(10, Map.of("name", "Li", "pin", "7"))));
        Item after = Items.merge(Optional.of(item), card(20, Map.of("name", "Wang")));

        assertThat(after.field("name")).contains("Wang");
        assertThat(after.field("pin")).contains("7");
        assertThat(Items.merge(Optional.of(after), card(15, Map.of("name", "Li"))))
                .isEqualTo(after);
    }

    @Test
    void aDeletedItemIsRememberedByItsAccountOnlyAndMayComeBack() {
        Item item = heard(List.of(card(10, Map.of("name", "Li", "systemId", "5"))));
        Item gone =
                Items.merge(
                        Optional.of(item), new Statement(ItemKind.CARD, "100", 20, true, Map.of()));

        assertThat(gone.isDeleted()).isTrue();
        assertThat(gone.field("name")).isEmpty();
        assertThat(gone.systemId()).isEqualTo("5");
        assertThat(Items.row(gone, 1).digest()).isEmpty();
        Item back = Items.merge(Optional.of(gone), card(30, Map.of("pin", "9")));
        assertThat(back.isDeleted()).isFalse();
        assertThat(back.field("name")).isEmpty();
        assertThat(back.field("pin")).contains("9");
    }

    @Test
    void anOldListDoesNotReleaseALostCardThatWasDeletedMeanwhile() {
        Item lost = heard(List.of(card(10, Map.of()))).with(CardState.LOST, 15);
        Item gone =
                Items.merge(
                        Optional.of(lost), new Statement(ItemKind.CARD, "100", 20, true, Map.of()));

        assertThat(Items.merge(Optional.of(gone), card(30, Map.of())).cardState())
                .isEqualTo(CardState.LOST);
        assertThat(gone.with(CardState.LOST, 40).isDeleted()).isTrue();
    }

    @Test
    void theDigestChangesWithWhatTerminalsAreToldAndWithNothingElse() {
        Item card = heard(List.of(card(10, password("h1", "s1", Map.of("name", "Li")))));
        String digest = Items.row(card, 1).digest();

        assertThat(digest).matches("[0-9a-f]{32}");
        assertThat(digest(card, card(20, Map.of("name", "Li")))).isEqualTo(digest);
        assertThat(digest(card, card(20, Map.of("roles", "canteen")))).isEqualTo(digest);
        assertThat(digest(card, card(20, password("h1", "s2", Map.of())))).isEqualTo(digest);
        assertThat(Items.row(card.with(CardState.ACTIVE, 99), 9).digest()).isEqualTo(digest);
        assertThat(digest(card, card(20, Map.of("name", "Wang")))).isNotEqualTo(digest);
        assertThat(digest(card, card(20, password("h2", "s1", Map.of())))).isNotEqualTo(digest);
        assertThat(Items.row(card.with(CardState.LOST, 99), 9).digest()).isNotEqualTo(digest);
    }

    private static String digest(Item before, Statement said) {
        return Items.row(Items.merge(Optional.of(before), said), 2).digest();
    }

    @Test
    void aLostCardGoesBeforeEverythingElseAndACardBelongsToItsPerson() {
        Item card = heard(List.of(card(10, Map.of("systemId", "5"))));

        assertThat(Items.row(card, 1).place()).isEqualTo(7);
        assertThat(Items.row(card.with(CardState.LOST, 20), 1).place()).isZero();
        assertThat(Items.row(card, 1).owner()).isEqualTo("5");
        assertThat(Items.row(Items.merge(Optional.of(card), card(20, Map.of("pin", "7"))), 1))
                .extracting(ItemRow::owner)
                .isEqualTo("7");
        assertThat(heard(List.of(card(10, Map.of()))).owner()).isEqualTo("100");
    }

    @Test
    void aSubsidyThatWasPaidOutIsToldToNobody() {
        assertThat(Items.row(subsidy(), 1).digest()).isNotEmpty();
        assertThat(Items.row(subsidy().paidOut(), 1).digest()).isEmpty();
        assertThat(
                        digest(
                                subsidy().paidOut(),
                                new Statement(
                                        ItemKind.SUBSIDY,
                                        "100/3",
                                        99,
                                        false,
                                        Map.of("amountFen", "900"))))
                .isEmpty();
    }

    @Test
    void kindsStandInTheOrderInWhichTerminalsNeedThem() {
        assertThat(ItemKind.values())
                .extracting(ItemKind::word)
                .containsExactly(
                        "cardType",
                        "meal",
                        "segment",
                        "fixedPrice",
                        "key",
                        "goods",
                        "card",
                        "subsidy",
                        "person",
                        "template",
                        "photo",
                        "badge",
                        "room",
                        "meeting",
                        "member");
        assertThat(ItemKind.values())
                .extracting(ItemKind::place)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12, 13, 14);
    }

    private static Item subsidy() {
        return heard(
                List.of(
                        new Statement(
                                ItemKind.SUBSIDY, "100/3", 10, false, Map.of("amountFen", "500"))));
    }

    private static Map<String, String> password(
            String hash, String sealed, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(more);
        fields.put("passwordHash", hash);
        fields.put("passwordSealed", sealed);
        return fields;
    }

    private static Statement card(long at, Map<String, String> fields) {
        return new Statement(ItemKind.CARD, "100", at, false, fields);
    }

    private static Item heard(List<Statement> statements) {
        Optional<Item> item = Optional.empty();
        for (Statement each : statements) {
            item = Optional.of(Items.merge(item, each));
        }
        return item.orElseThrow();
    }

    /// Few moments and few values, so that many are equal.
    private static Statement random(Random random) {
        long at = 1L + random.nextInt(5);
        if (random.nextInt(5) == 0) {
            return new Statement(ItemKind.CARD, "100", at, true, Map.of());
        }
        Map<String, String> fields = new TreeMap<>();
        for (String name : List.of("name", "pin", "systemId", "roles")) {
            if (random.nextInt(3) == 0) {
                fields.put(name, "" + random.nextInt(3));
            }
        }
        if (random.nextInt(3) == 0) {
            fields.put("state", random.nextBoolean() ? "lost" : "active");
        }
        if (random.nextInt(3) == 0) {
            int which = random.nextInt(3);
            fields.put("passwordHash", "h" + which);
            fields.put("passwordSealed", "s" + which);
        }
        return card(at, fields);
    }
}
