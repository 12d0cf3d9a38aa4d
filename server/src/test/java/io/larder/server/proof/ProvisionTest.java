package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.cli.stage.Stage;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import io.larder.server.simulate.CardServices;
import io.larder.server.simulate.Executions;
import io.larder.server.simulate.HeldTable;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Site;
import io.larder.server.simulate.SitePlan;
import io.larder.server.simulate.TerminalMemory;
import io.larder.server.watch.Patience;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The site's data reaches terminals by itself: all of it a factory-new one, and a lost card every
/// terminal, also while headquarters cannot be reached.
///
/// A whole site: `mvn -pl server -am test -Dtest=ProvisionTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.cards=10000 -Dlarder.goods=500`
class ProvisionTest {
    private static final int CARDS = Integer.getInteger("larder.cards", 500);
    private static final int GOODS = Integer.getInteger("larder.goods", 50);
    private static final int KEYS = 20;
    private static final int MEALS = 4;
    private static final int PIECE = 1_000;

    /// Longer than the box takes to find out what is lacking.
    private static final Duration POLLING = Duration.ofMillis(1_200);

    /// Real terminals ask twice a minute.
    private static final int POLL_SECONDS = 30;

    private static final Patience LONG = new Patience(12_000, 50);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Stage stage;
    private OrderDesk desk;
    private Path headquarters;

    @BeforeEach
    void open() throws Exception {
        Stage.Setup setup =
                Trial.small(folder)
                        .withBoxSetting("journal.segments=256")
                        .withBoxSetting("console.port=" + FreePorts.next());
        stage = Stage.open(setup);
        desk = new OrderDesk(setup.box());
        headquarters = setup.headquarters();
    }

    @AfterEach
    void close() throws IOException {
        desk.close();
        stage.close();
    }

    @Test
    void aFactoryNewTerminalHoldsAllSiteDataWithoutAnyoneTyping() throws Exception {
        state();
        TerminalMemory first;
        try (Site site = site(1, 0)) {
            first = fill(site, "first terminal");
        }
        try (Site site = site(1, 1)) {
            TerminalMemory second = fill(site, "the one in its place");

            for (HeldTable table : HeldTable.values()) {
                assertThat(second.rows(table))
                        .as(table.name())
                        .containsExactlyInAnyOrderElementsOf(first.rows(table));
            }
        }
        for (int i = 1; i <= CARDS; i++) {
            assertThat(first.row(HeldTable.USERINFO, Integer.toString(i)).orElseThrow())
                    .containsAllEntriesOf(
                            Map.of(
                                    "CardNo",
                                    Integer.toString(100_000 + i),
                                    "Name",
                                    "张" + i,
                                    "Password",
                                    Integer.toString(700_000 + i),
                                    "UserType",
                                    "0"));
        }
    }

    @Test
    void aCardReportedLostAtOneTerminalIsBlackAtAnotherWhileHeadquartersCannotBeReached()
            throws Exception {
        desk.state("card", "card,systemId,name,password\n100,1,Li,111111\n101,2,Wu,222222\n");
        try (Site site = site(2, 0)) {
            List<Serial> serials = List.copyOf(site.memories().keySet());
            TerminalMemory other = memory(site, serials.get(1));
            await("both cards", () -> other.count(HeldTable.USERINFO) == 2);
            stage.line().cut();
            long before = System.currentTimeMillis();
            CardServices there = new CardServices(stage.door(), serials.get(0));

            assertThat(there.reportLost("100", "111111")).isTrue();
            long after = System.currentTimeMillis();
            await("black", () -> other.standing("100") == TerminalMemory.Standing.BLACK);

            System.out.printf(
                    "lost card: black at the other terminal %d ms after the report%n",
                    System.currentTimeMillis() - after);
            assertThat(other.standing("101")).isEqualTo(TerminalMemory.Standing.WHITE);
            assertThat(events()).isEmpty();
            stage.line().heal();
            await("the event", () -> !events().isEmpty());
            assertThat(events()).hasSize(1);
            Map<String, Object> event = Json.read(events().getFirst().fields());
            assertThat(event)
                    .containsEntry("card", "100")
                    .containsEntry("event", "lost")
                    .containsEntry("accepted", true);
            assertThat((Long) event.get("at")).isBetween(before, after);
            assertThat(events().getFirst().subject()).isEqualTo(serials.get(0).text());
        }
    }

    /// What headquarters knows of cards.
    private List<LedgerRow> events() {
        try (LedgerReader reader = LedgerReader.open(headquarters.resolve("ledger.db"))) {
            return reader.page(Kind.CARD_EVENT.word(), Position.START, reader.applied(), 10);
        }
    }

    private void state() {
        StringBuilder cards = new StringBuilder("card,systemId,pin,name,password\n");
        for (int i = 1; i <= CARDS; i++) {
            cards.append("%d,%d,%d,张%d,%d%n".formatted(100_000 + i, i, i, i, 700_000 + i));
        }
        StringBuilder goods = new StringBuilder("number,name,barcode,priceFen\n");
        for (int i = 1; i <= GOODS; i++) {
            goods.append("%d,汤%d,%d,%d%n".formatted(i, i, 6_900_000 + i, 100 + i));
        }
        StringBuilder keys = new StringBuilder("number,priceFen\n");
        for (int i = 1; i <= KEYS; i++) {
            keys.append("%d,%d%n".formatted(i, 50 * i));
        }
        StringBuilder meals = new StringBuilder("number,name,start,end\n");
        for (int i = 1; i <= MEALS; i++) {
            meals.append("%d,meal %d,%02d:00,%02d:30%n".formatted(i, i, 4 * i, 4 * i + 2));
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("card", cards.toString());
        files.put("goods", goods.toString());
        files.put("key", keys.toString());
        files.put("meal", meals.toString());
        long changed = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            changed += state(file.getKey(), file.getValue().lines().toList());
        }
        assertThat(changed).isEqualTo(CARDS + GOODS + KEYS + MEALS);
    }

    /// In pieces that a box with a small heap takes.
    private long state(String kind, List<String> lines) {
        long changed = 0;
        for (int from = 1; from < lines.size(); from += PIECE) {
            List<String> piece = lines.subList(from, Math.min(from + PIECE, lines.size()));
            changed += desk.state(kind, lines.getFirst() + "\n" + String.join("\n", piece));
        }
        return changed;
    }

    /// `first` chooses other terminals, which are factory-new.
    private Site site(int terminals, int first) {
        SitePlan plan =
                SitePlan.of(terminals, 1)
                        .withCanteenOnly()
                        .withFirstSerial(first)
                        .withoutUploads()
                        .withPolling(POLLING);
        return Site.start(stage.door(), plan, Obligations.inMemory(), new Executions(), Map.of());
    }

    /// Waits until the only terminal has all there is.
    private static TerminalMemory fill(Site site, String who) throws InterruptedException {
        long began = System.nanoTime();
        TerminalMemory memory = site.memories().values().iterator().next();
        await(
                who,
                () ->
                        memory.count(HeldTable.USERINFO) == CARDS
                                && memory.count(HeldTable.STOREINFO) == GOODS
                                && memory.count(HeldTable.PRESSKEY) == KEYS
                                && memory.count(HeldTable.MEALTYPE) == MEALS);
        site.finish();
        assertThat(site.await(Duration.ofMinutes(1))).as(who).isTrue();
        long polls = site.tally().polls();
        System.out.printf(
                "%s: %d cards, %d goods, %d keys, %d meals in %d ms, %d polls (%d s at a poll every %d s)%n",
                who,
                CARDS,
                GOODS,
                KEYS,
                MEALS,
                Duration.ofNanos(System.nanoTime() - began).toMillis(),
                polls,
                polls * POLL_SECONDS,
                POLL_SECONDS);
        return memory;
    }

    private static TerminalMemory memory(Site site, Serial serial) {
        return Optional.ofNullable(site.memories().get(serial)).orElseThrow();
    }

    private interface Sight {
        boolean there();
    }

    private static void await(String what, Sight sight) {
        assertThat(LONG.find(() -> sight.there() ? Optional.of(true) : Optional.empty()))
                .as(what)
                .isPresent();
    }
}
