package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.Site.Step;
import io.larder.storage.disk.SimulatedDisk;
import io.larder.storage.disk.SimulatedDisk.AfterFailedForce;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One scenario, repeated with a fault at each of its disk calls. Whatever happens, what was
/// acknowledged reaches headquarters once, whole and in order, and the box takes a fresh entry.
class JournalFaultTest {
    private static final int[] SIZES = {60, 300, 9_000, 40, 30_000, 4_052, 57_000, 200, 16_000, 80};
    private static final int ENTRIES = 30;
    private static final int SEGMENTS = 5;
    private static final long SEED = 20_250_701;

    /// `-Dlarder.seeds=50` looks for an hour where the build looks for seconds.
    private static final int SEEDS = Integer.getInteger("larder.seeds", 1);

    /// Prepares a disk and plans what goes wrong at call `k`.
    private interface Plan {
        SimulatedDisk disk(long k, Random random);
    }

    @Test
    void aCallThatFailsOnceLosesNothing() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> {
                                    SimulatedDisk disk = new SimulatedDisk(random.nextLong());
                                    disk.failAt(k);
                                    return disk;
                                }))
                .isEmpty();
    }

    @Test
    void aFailedFlushThatStillCanBeReadIsNotTakenForSafe() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> {
                                    SimulatedDisk disk = lingering(random);
                                    disk.failAt(k);
                                    disk.cutAt(k + 1 + random.nextInt(60));
                                    return disk;
                                }))
                .isEmpty();
    }

    @Test
    void twoFailuresAndACutLoseNothing() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> {
                                    SimulatedDisk disk = lingering(random);
                                    disk.failAt(k);
                                    disk.failAt(k + 1 + random.nextInt(6));
                                    disk.cutAt(k + 8 + random.nextInt(60));
                                    return disk;
                                }))
                .isEmpty();
    }

    @Test
    void aDiskThatFailsForEverLosesNothingThatWasAcknowledgedBefore() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> {
                                    SimulatedDisk disk = lingering(random);
                                    disk.failFrom(k);
                                    return disk;
                                }))
                .isEmpty();
    }

    @Test
    void aPowerCutAtAnyCallLosesNothing() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> cutting(k, new SimulatedDisk(random.nextLong()))))
                .isEmpty();
    }

    @Test
    void aPowerCutThatDamagesThePageBeingWrittenLosesNothing() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) ->
                                        cutting(k, new SimulatedDisk(random.nextLong()).shorn())))
                .isEmpty();
    }

    @Test
    void aPowerCutThatLosesOrKeepsNamesAtRandomLosesNothing() throws IOException {
        assertThat(
                        everywhere(
                                2 * SEEDS,
                                (k, random) ->
                                        cutting(
                                                k,
                                                new SimulatedDisk(random.nextLong())
                                                        .shorn()
                                                        .namesAtRandom())))
                .isEmpty();
    }

    @Test
    void aSecondPowerCutWhileRecoveringLosesNothing() throws IOException {
        assertThat(
                        everywhere(
                                SEEDS,
                                (k, random) -> {
                                    SimulatedDisk disk =
                                            new SimulatedDisk(random.nextLong())
                                                    .shorn()
                                                    .namesAtRandom();
                                    disk.cutAt(k);
                                    disk.cutAt(k + 1 + random.nextInt(40));
                                    return disk;
                                }))
                .isEmpty();
    }

    @Test
    void aDiskThatOnlyPretendsToFlushIsFoundOut() throws IOException {
        Set<String> found =
                everywhere(
                        1, (k, random) -> cutting(k, new SimulatedDisk(random.nextLong()).lying()));

        assertThat(found).anyMatch(violation -> violation.contains("owed"));
        assertThat(found).anyMatch(violation -> violation.contains("ends at"));
    }

    @Test
    void aJournalThatDoesNotFlushIsFoundOut() throws IOException {
        JournalSettings careless = new JournalSettings(Drafts.SEGMENT, SEGMENTS, 1 << 20, false);

        Set<String> found =
                everywhere(
                        careless,
                        1,
                        (k, random) -> cutting(k, new SimulatedDisk(random.nextLong())));

        assertThat(found).anyMatch(violation -> violation.contains("owed"));
    }

    /// Blocks padded to 4,096 bytes share pages of 16 KiB: what unpadded blocks would suffer on
    /// small pages.
    @Test
    void aPowerCutThatDamagesMoreThanABlockIsPaddedToIsFoundOut() throws IOException {
        Set<String> found =
                everywhere(
                        1,
                        (k, random) ->
                                cutting(k, new SimulatedDisk(random.nextLong()).shorn(16_384)));

        assertThat(found).anyMatch(violation -> violation.contains("owed"));
    }

    private static SimulatedDisk lingering(Random random) {
        return new SimulatedDisk(random.nextLong()).afterFailedForce(AfterFailedForce.LINGERING);
    }

    private static SimulatedDisk cutting(long k, SimulatedDisk disk) {
        disk.cutAt(k);
        return disk;
    }

    private static Set<String> everywhere(int seeds, Plan plan) throws IOException {
        return everywhere(Drafts.settings(SEGMENTS), seeds, plan);
    }

    /// Runs the scenario once for each call it makes; the violations, each with call and seed.
    private static Set<String> everywhere(JournalSettings settings, int seeds, Plan plan)
            throws IOException {
        List<Step> scenario = scenario();
        long calls = calls(settings, scenario);
        assertThat(calls).isGreaterThan(250);
        Set<String> found = new HashSet<>();
        for (long run = 0; run < seeds * calls; run++) {
            long k = 1 + run % calls;
            long seed = SEED + run;
            SimulatedDisk disk = plan.disk(k, new Random(seed));
            Site site = new Site(disk, settings);
            site.run(scenario);
            site.settle();
            for (String violation : site.violations()) {
                found.add("call " + k + ", seed " + seed + ": " + violation);
            }
        }
        return found;
    }

    private static long calls(JournalSettings settings, List<Step> scenario) throws IOException {
        SimulatedDisk disk = new SimulatedDisk(SEED);
        Site site = new Site(disk, settings);
        site.run(scenario);
        assertThat(site.acknowledged()).isEqualTo(ENTRIES);
        long calls = disk.calls();
        if (settings.sync()) {
            site.settle();
            assertThat(site.violations()).isEmpty();
        }
        return calls;
    }

    static List<Step> scenario() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            steps.add(new Step.Append(i, SIZES[(i * 7) % SIZES.length]));
            if (i % 6 == 5) {
                steps.add(new Step.Relay());
            }
            if (i % 12 == 11) {
                steps.add(new Step.Restart());
            }
        }
        return steps;
    }
}
