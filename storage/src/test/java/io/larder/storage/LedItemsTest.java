package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People, and what is theirs: told to whom can take it, behind the person, to whom the person is
/// told.
class LedItemsTest {
    private static final String GATE = "gate";
    private static final String FINGER = "finger10";

    @TempDir private Path folder;
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.open(folder.resolve("ledger.db"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatATerminalCannotTakeIsNotLacking() {
        put(site -> site.put(person("5", "p", "")), site -> site.put(finger("5/1", "f", "5")));
        put(site -> site.put(holding("person", "5").having("p")));

        assertThat(lacking(hearer(false, "person"))).isEmpty();
        assertThat(lacking(hearer(false, "person", FINGER))).containsExactly("template 5/1 f");
        assertThat(lacking(hearer(false, ""))).isEmpty();
    }

    @Test
    void aTemplateWaitsUntilItsPersonIsThereOrOnItsWay() {
        put(site -> site.put(person("5", "p", "")), site -> site.put(finger("5/1", "f", "5")));
        SiteView.Hearer all = hearer(false, "person", FINGER);

        assertThat(lacking(all)).containsExactly("person 5 p");
        put(site -> site.put(pending("person", "5", "p")));
        assertThat(lacking(all)).containsExactly("template 5/1 f");
    }

    @Test
    void whatOthersSaidIsToldOnlyToThoseWhoShareItAndTakenAwayFromNobody() {
        put(
                site -> site.put(person("5", "p", ItemRow.SHARED)),
                site -> site.put(finger("5/1", "f", "5")));
        assertThat(lacking(hearer(false, "person", FINGER))).isEmpty();
        assertThat(lacking(hearer(true, "person", FINGER))).containsExactly("person 5 p");

        put(
                site -> site.put(holding("person", "5").having("p")),
                site -> site.put(holding("template", "5/1").having("other")));
        assertThat(lacking(hearer(false, "person", FINGER))).isEmpty();
        assertThat(lacking(hearer(true, "person", FINGER))).containsExactly("template 5/1 f");
    }

    @Test
    void aDeletedPersonIsTakenAwayFromWhoeverHasItAndTakesItsTemplatesAlong() {
        put(
                site -> site.put(person("5", "", ItemRow.SHARED)),
                site -> site.put(finger("5/1", "f", "5")),
                site -> site.put(holding("person", "5").having("p")),
                site -> site.put(holding("template", "5/1").having("f")));

        assertThat(lacking(hearer(false, "person", FINGER))).containsExactly("person 5 ");
        put(site -> site.put(holding("person", "5").having("")));
        assertThat(lacking(hearer(false, "person", FINGER))).isEmpty();
    }

    @Test
    void theRolesOfThePersonDecideForItsTemplates() {
        put(
                site -> site.put(person("5", "p", "office")),
                site -> site.put(finger("5/1", "f", "5")),
                site -> site.put(holding("person", "5").having("p")),
                site -> site.put(holding("template", "5/1").having("f")));

        assertThat(lacking(hearer(true, "person", FINGER))).containsExactly("person 5 ");
    }

    @Test
    void whatWasGrantedIsToldWhateverTheRolesSayAndStrangersAreLeftAlone() {
        put(
                site -> site.put(person("5", "p", ItemRow.SHARED)),
                site -> site.put(finger("5/1", "f", "5")),
                site -> site.put(person("6", "q", "")),
                site -> site.put(finger("6/1", "g", "6")));
        put(
                site -> site.put(holding("person", "5").marked(HoldingRow.Mark.GRANTED)),
                site -> site.put(holding("person", "6").marked(HoldingRow.Mark.STRANGER)));
        SiteView.Hearer all = hearer(false, "person", FINGER);

        assertThat(lacking(all)).containsExactly("person 5 p");
        put(site -> site.put(holding("person", "5").marked(HoldingRow.Mark.GRANTED).having("p")));
        assertThat(lacking(all)).containsExactly("template 5/1 f");
    }

    @Test
    void aTemplateOfNobodyIsLeftWhereItIs() {
        put(
                site -> site.put(finger("5/1", "f", "5")),
                site -> site.put(holding("template", "5/1").having("f")));

        assertThat(lacking(hearer(true, "person", FINGER))).isEmpty();
    }

    @SafeVarargs
    private void put(Consumer<SiteTable>... changes) {
        try (LedgerBatch batch = ledger.begin()) {
            for (Consumer<SiteTable> change : changes) {
                change.accept(batch.site());
            }
            batch.commit(1);
        }
    }

    private List<String> lacking(SiteView.Hearer hearer) {
        try (LedgerReader reader = ledger.reader()) {
            return reader.site().lacking(hearer, 99).stream()
                    .map(lack -> lack.item().kind() + " " + lack.item().key() + " " + lack.wanted())
                    .toList();
        }
    }

    private static SiteView.Hearer hearer(boolean shares, String... needs) {
        return new SiteView.Hearer(GATE, "attendance", shares, Set.of(needs));
    }

    private static ItemRow person(String pin, String digest, String roles) {
        return new ItemRow("person", pin, 1, digest, "", roles, "person", "", "", "{}", 1);
    }

    private static ItemRow finger(String key, String digest, String pin) {
        return new ItemRow("template", key, 2, digest, "", "", FINGER, pin, "", "{}", 1);
    }

    private static HoldingRow holding(String kind, String key) {
        return HoldingRow.nothing(GATE, kind, key);
    }

    private static HoldingRow pending(String kind, String key, String digest) {
        HoldingRow none = holding(kind, key);
        return new HoldingRow(
                GATE,
                kind,
                key,
                none.digest(),
                Optional.of(digest),
                1,
                none.refused(),
                none.mark());
    }
}
