package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which terminals are told of meetings, of who comes to them, and of the people who do.
class MeetingItemsTest {
    private static final String DOOR = "MEET0001";
    private static final String[] ALL = {"person", "meeting", "photo"};

    @TempDir private Path folder = Path.of("");
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
    void aMeetingIsToldInItsRoomAndWhoComesBehindIt() {
        put(
                site -> site.put(meeting("m1", "room:101", "2026-11-20")),
                site -> site.put(member("m1", "7")));

        assertThat(lacking(in("room:102"))).isEmpty();
        assertThat(lacking(in("room:101"))).containsExactly("meeting m1 d");
        put(site -> site.put(holding("meeting", "m1").having("d")));
        assertThat(lacking(in("room:101"))).containsExactly("member m1/7 d");
    }

    @Test
    void whoComesIsToldThereThoughHisRolesNameOthers() {
        put(
                site -> site.put(person("7", "gate")),
                site -> site.put(person("8", "gate")),
                site -> site.put(photo("7")),
                site -> site.put(meeting("m1", "room:101", "2026-11-20")),
                site -> site.put(member("m1", "7")));

        assertThat(lacking(in("room:101"))).containsExactly("person 7 d", "meeting m1 d");
        assertThat(lacking(in("room:102"))).isEmpty();
        put(site -> site.put(holding("person", "7").having("d")));
        assertThat(lacking(in("room:101"))).containsExactly("photo 7/9 d", "meeting m1 d");
    }

    @Test
    void aMeetingThatIsLongOverIsForgottenAndSoIsWhoCame() {
        put(
                site -> site.put(person("7", "gate")),
                site -> site.put(meeting("m1", "room:101", "2026-11-10")),
                site -> site.put(member("m1", "7")),
                site -> site.put(holding("person", "7").having("d")),
                site -> site.put(holding("meeting", "m1").having("d")),
                site -> site.put(holding("member", "m1/7").having("d")));

        assertThat(lacking(in("room:101"))).containsExactly("person 7 ", "meeting m1 ");
    }

    @Test
    void aMeetingWithoutARoomIsToldEverywhereAndOneThatMovedIsForgottenWhereItWas() {
        put(site -> site.put(meeting("m1", "", "")));
        assertThat(lacking(in("room:101"))).containsExactly("meeting m1 d");

        put(
                site -> site.put(meeting("m1", "room:102", "")),
                site -> site.put(holding("meeting", "m1").having("d")));
        assertThat(lacking(in("room:101"))).containsExactly("meeting m1 ");
        assertThat(lacking(in("room:102"))).isEmpty();
    }

    @Test
    void aMeetingAndAPersonOfTheSameNumberLeadDifferentThings() {
        put(
                site -> site.put(person("7", "")),
                site -> site.put(photo("7")),
                site -> site.put(meeting("7", "", "")),
                site -> site.put(member("7", "9")));

        try (LedgerReader reader = ledger.reader()) {
            assertThat(reader.site().ledBy("person", "7").stream().map(ItemRow::key))
                    .containsExactly("7/9");
            assertThat(reader.site().ledBy("meeting", "7").stream().map(ItemRow::kind))
                    .containsExactly("member");
        }
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

    private static SiteView.Hearer in(String room) {
        return new SiteView.Hearer(
                DOOR,
                "meeting",
                false,
                Set.of(ALL),
                new SiteView.Hosting(true, room, "2026-11-13"));
    }

    private static ItemRow person(String pin, String roles) {
        return new ItemRow("person", pin, 1, "d", "", roles, "person", "", "", "{}", 1);
    }

    private static ItemRow photo(String pin) {
        return new ItemRow("photo", pin + "/9", 2, "d", "", "", "photo", pin, "", "{}", 1);
    }

    private static ItemRow meeting(String id, String roles, String until) {
        return new ItemRow("meeting", id, 3, "d", "", roles, "meeting", "", until, "{}", 1);
    }

    private static ItemRow member(String meeting, String pin) {
        return new ItemRow(
                "member", meeting + "/" + pin, 4, "d", pin, "", "meeting", meeting, "", "{}", 1);
    }

    private static HoldingRow holding(String kind, String key) {
        return HoldingRow.nothing(DOOR, kind, key);
    }
}
