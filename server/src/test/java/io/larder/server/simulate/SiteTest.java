package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SiteTest {
    @Test
    void aSiteSendsWhatItWasToldAndOwesWhatWasAcknowledged() throws Exception {
        Habits habits = new Habits(1, 4, 0.3, 0.1, 0.2);
        SitePlan plan = SitePlan.of(4, 9).withUploads(41).withHabits(habits);
        try (ScriptedBox box = new ScriptedBox();
                Obligations obligations = Obligations.inMemory();
                Site site = Site.start(box.address(), plan, obligations)) {
            assertThat(site.await(Duration.ofSeconds(20))).isTrue();

            Tally tally = site.tally();
            assertThat(tally.uploads()).isEqualTo(41);
            assertThat(tally.rows()).isEqualTo(obligations.acknowledgedCount());
            assertThat(tally.ready()).isEqualTo(4);
            assertThat(tally.abandoned()).isZero();
            assertThat(obligations.unansweredCount()).isZero();
            assertThat(box.uploads()).hasSize((int) (41 + tally.resends() + tally.hungUp()));
        }
    }

    @Test
    void theSameSeedMakesTheSameSite() throws Exception {
        assertThat(uploads(5)).isEqualTo(uploads(5)).isNotEqualTo(uploads(6));
    }

    @Test
    void aSiteThatNobodyAnswersStopsWhenToldTo() throws Exception {
        ScriptedBox gone = new ScriptedBox();
        gone.close();
        Site site = Site.start(gone.address(), SitePlan.of(2, 1), Obligations.inMemory());
        site.close();

        assertThat(site.await(Duration.ofSeconds(20))).isTrue();
        assertThat(site.tally().abandoned()).isEqualTo(2);
        assertThat(site.tally().ready()).isZero();
    }

    @Test
    void terminalsWithoutUploadsPollAndObeyUntilTheyAreToldToFinish() throws Exception {
        SitePlan plan =
                SitePlan.of(3, 4)
                        .withCanteenOnly()
                        .withoutUploads()
                        .withPolling(Duration.ofMillis(1));
        Executions executions = new Executions();
        try (ScriptedBox box = new ScriptedBox().withOrders("C:1:UPDATE MEALTYPE Mlid=1\n");
                Site site =
                        Site.start(
                                box.address(),
                                plan,
                                Obligations.inMemory(),
                                executions,
                                Map.of())) {
            while (site.tally().polls() < 20 || site.tally().replies() < 1) {
                assertThat(site.await(Duration.ofMillis(5))).isFalse();
            }
            site.finish();
            assertThat(site.await(Duration.ofSeconds(20))).isTrue();

            assertThat(site.tally().uploads()).isZero();
            assertThat(site.tally().abandoned()).isZero();
            assertThat(executions.all()).hasSize(1);
            Serial obeyed = executions.all().getFirst().terminal();
            assertThat(site.memories()).hasSize(3);
            site.memories()
                    .forEach((serial, memory) ->
                            assertThat(memory.count(HeldTable.MEALTYPE))
                                    .isEqualTo(serial.equals(obeyed) ? 1 : 0));
        }
    }

    @Test
    void aTerminalGoesOnWithTheMemoryItIsGivenAndAnotherSerialIsFactoryNew() throws Exception {
        TerminalMemory memory = new TerminalMemory();
        memory.set("VOLUME", "3");
        Serial serial = new Serial("5158181900001");
        SitePlan plan = SitePlan.of(1, 4).withUploads(1);
        try (ScriptedBox box = new ScriptedBox();
                Site same = start(box, plan, Map.of(serial, memory));
                Site other = start(box, plan.withFirstSerial(7), Map.of(serial, memory))) {
            assertThat(same.memories()).containsExactly(Map.entry(serial, memory));
            assertThat(other.memories()).containsOnlyKeys(new Serial("5158181900008"));
            assertThat(other.memories().values()).allMatch(it -> it.options().isEmpty());
            assertThat(same.await(Duration.ofSeconds(20))).isTrue();
            assertThat(other.await(Duration.ofSeconds(20))).isTrue();
        }
    }

    private static Site start(
            ScriptedBox box, SitePlan plan, Map<Serial, TerminalMemory> memories) {
        return Site.start(box.address(), plan, Obligations.inMemory(), new Executions(), memories);
    }

    @Test
    void percentilesComeFromTheBucketsThatHoldThem() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 100; millis++) {
            latencies.record(Duration.ofMillis(millis).toNanos());
        }
        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.percentile(0.5))
                .isBetween(Duration.ofMillis(50), Duration.ofMillis(57));
        assertThat(latencies.percentile(0.99))
                .isBetween(Duration.ofMillis(99), Duration.ofMillis(112));
        assertThat(new Latencies().percentile(0.5)).isEqualTo(Duration.ZERO);
    }

    /// What the box got, in any order, without the port.
    private static List<String> uploads(long seed) throws Exception {
        SitePlan plan =
                SitePlan.of(6, seed).withUploads(60).withHabits(new Habits(1, 3, 0.2, 0, 0.1));
        try (ScriptedBox box = new ScriptedBox();
                Site site = Site.start(box.address(), plan, Obligations.inMemory())) {
            assertThat(site.await(Duration.ofSeconds(20))).isTrue();
            String port = Integer.toString(box.port());
            TreeSet<String> distinct = new TreeSet<>();
            box.uploads().forEach(upload -> distinct.add(upload.replace(port, "")));
            return List.copyOf(distinct);
        }
    }
}
