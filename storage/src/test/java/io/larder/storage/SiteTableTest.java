package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTableTest {
    private static final String TERMINAL = "0316144680030";

    @TempDir private Path folder;

    @Test
    void whatATerminalWasNeverToldIsLackingInTheOrderOfPlaces() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        site.put(item("card", "1", 7, "c1", ""));
                        site.put(item("key", "2", 5, "k2", ""));
                        site.put(item("key", "1", 5, "k1", ""));
                        site.put(item("card", "9", 0, "lost", ""));
                        site.put(item("goods", "1", 6, "", ""));
                    });

            assertThat(lacking(ledger, "canteen"))
                    .containsExactly("card 9 lost", "key 1 k1", "key 2 k2", "card 1 c1");
        }
    }

    @Test
    void whatIsHeldOnItsWayOrRefusedIsNotLackingUntilTheItemChanges() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        for (String key : List.of("1", "2", "3")) {
                            site.put(item("key", key, 5, "a", ""));
                        }
                        site.put(holding("1", "a", null, null));
                        site.put(holding("2", null, "a", null));
                        site.put(holding("3", null, null, "a"));
                    });
            assertThat(lacking(ledger, "canteen")).isEmpty();
            look(
                    ledger,
                    site ->
                            assertThat(site.standing(hearer("canteen")))
                                    .isEqualTo(new SiteView.Standing(1, 1, 1, 0)));

            put(
                    ledger,
                    site ->
                            List.of("1", "2", "3")
                                    .forEach(key -> site.put(item("key", key, 5, "b", ""))));
            assertThat(lacking(ledger, "canteen")).containsExactly("key 1 b", "key 2 b", "key 3 b");
        }
    }

    @Test
    void aDeletedItemIsLackingOnlyWhereItMayBe() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        for (String key : List.of("1", "2", "3", "4", "5")) {
                            site.put(item("key", key, 5, "", ""));
                        }
                        site.put(holding("1", "a", null, null));
                        site.put(holding("2", null, "a", null));
                        site.put(holding("3", null, null, null));
                        site.put(holding("4", "", null, null));
                    });

            assertThat(lacking(ledger, "canteen")).containsExactly("key 1 ", "key 2 ", "key 3 ");
        }
    }

    @Test
    void anItemForOtherRolesCountsAsDeleted() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        site.put(item("key", "1", 5, "a", "shop,bar"));
                        site.put(item("key", "2", 5, "a", "barista"));
                        site.put(item("key", "3", 5, "a", ""));
                        site.put(holding("2", "a", null, null));
                    });

            assertThat(lacking(ledger, "bar")).containsExactly("key 1 a", "key 2 ", "key 3 a");
            assertThat(lacking(ledger, "canteen")).containsExactly("key 2 ", "key 3 a");
        }
    }

    @Test
    void aTerminalThatWasForgottenLacksEverything() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        site.put(item("key", "1", 5, "a", ""));
                        site.put(holding("1", "a", null, null));
                        site.forget(TERMINAL);
                    });

            assertThat(lacking(ledger, "canteen")).containsExactly("key 1 a");
        }
    }

    @Test
    void aLaterCounterOfACardCountsAndKeepsWhatItDoesNotSay() {
        try (Ledger ledger = open()) {
            put(
                    ledger,
                    site -> {
                        site.put(new WalletRow("100", 5, "{\"balanceFen\":1,\"pin\":\"7\"}", 1));
                        site.put(new WalletRow("100", 4, "{\"balanceFen\":2}", 2));
                        site.put(new WalletRow("100", 6, "{\"balanceFen\":3}", 3));
                    });

            WalletRow last = new WalletRow("100", 6, "{\"balanceFen\":3,\"pin\":\"7\"}", 3);
            look(ledger, site -> assertThat(site.wallet("100")).contains(last));
        }
    }

    @Test
    void anItemIsReadBackAndTheLastChangeIsKnown() {
        try (Ledger ledger = open()) {
            ItemRow item = new ItemRow("card", "100", 7, "d", "77", "a,b", "", "", "", "{}", 12);
            put(ledger, site -> site.put(item));

            look(
                    ledger,
                    site -> {
                        assertThat(site.item("card", "100")).contains(item);
                        assertThat(site.owned("card", "77")).containsExactly(item);
                        assertThat(site.lastChange()).isEqualTo(12);
                        assertThat(site.isHeld("card", "100")).isFalse();
                    });
            put(
                    ledger,
                    site ->
                            site.put(
                                    new HoldingRow(
                                            TERMINAL,
                                            "card",
                                            "100",
                                            Optional.of("d"),
                                            Optional.empty(),
                                            1,
                                            Optional.empty(),
                                            HoldingRow.Mark.NONE)));
            look(ledger, site -> assertThat(site.isHeld("card", "100")).isTrue());
        }
    }

    private Ledger open() {
        return Ledger.open(folder.resolve("ledger.db"));
    }

    private static void put(Ledger ledger, Consumer<SiteTable> change) {
        try (LedgerBatch batch = ledger.begin()) {
            change.accept(batch.site());
            batch.commit(1);
        }
    }

    private static void look(Ledger ledger, Consumer<SiteView> question) {
        try (LedgerReader reader = ledger.reader()) {
            question.accept(reader.site());
        }
    }

    private static List<String> lacking(Ledger ledger, String role) {
        try (LedgerReader reader = ledger.reader()) {
            return reader.site().lacking(hearer(role), 99).stream()
                    .map(lack -> lack.item().kind() + " " + lack.item().key() + " " + lack.wanted())
                    .toList();
        }
    }

    private static SiteView.Hearer hearer(String role) {
        return new SiteView.Hearer(TERMINAL, role, false, Set.of(""));
    }

    private static ItemRow item(String kind, String key, int place, String digest, String roles) {
        return new ItemRow(kind, key, place, digest, "", roles, "", "", "", "{}", 1);
    }

    private static HoldingRow holding(
            String key,
            @Nullable String digest,
            @Nullable String pending,
            @Nullable String refused) {
        return new HoldingRow(
                TERMINAL,
                "key",
                key,
                Optional.ofNullable(digest),
                Optional.ofNullable(pending),
                1,
                Optional.ofNullable(refused),
                HoldingRow.Mark.NONE);
    }
}
