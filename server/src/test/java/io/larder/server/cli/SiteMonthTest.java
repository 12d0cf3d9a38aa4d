package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.clock.Uplink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// An attendance site day after day: terminals of three generations that lose answers, power and
/// the time of day, people who come, change and go, a box that is killed and starts again, and a
/// line to headquarters that is cut.
///
/// The full one: `mvn -pl server -am test -Dtest=SiteMonthTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.siteTerminals=50 -Dlarder.siteDays=30`;
/// `-Dlarder.siteSeed=N` draws others.
class SiteMonthTest {
    private static final int TERMINALS = Integer.getInteger("larder.siteTerminals", 9);
    private static final int DAYS = Integer.getInteger("larder.siteDays", 6);

    /// Always the same in the ordinary build: what another seed finds becomes a test of its own.
    private static final long SEED = Long.getLong("larder.siteSeed", 192_221);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void everyPunchIsAtHeadquartersOnceAndEveryTerminalKnowsEverybody() throws Exception {
        long began = System.nanoTime();
        try (SiteMonth month = new SiteMonth(folder, TERMINALS, SEED, UnaryOperator.identity())) {
            month.live(DAYS);

            List<String> violations = violations(month, DAYS);
            System.out.println(figures(month, DAYS, began));
            assertThat(violations).as("seed %d, in %s", SEED, folder).isEmpty();
        }
    }

    /// The negative control: something on the way says `OK` to punches and does not pass them on.
    /// Whoever can be asked for his count sends them again; the oldest cannot, and the oracle must
    /// see what comes of that.
    @Test
    void theOracleSeesThePunchesThatSomethingOnTheWaySwallowed() throws Exception {
        try (SiteMonth month = new SiteMonth(folder, 3, SEED, SiteMonthTest::swallowing)) {
            month.live(2);

            assertThat(violations(month, 2))
                    .as("seed %d, in %s", SEED, folder)
                    .isNotEmpty()
                    .allMatch(
                            it -> it.matches("lost (in the box|at headquarters): TCLK202600001 .*"))
                    .anyMatch(it -> it.startsWith("lost at headquarters: "));
        }
    }

    /// Every second upload of punches is gone.
    private static Uplink swallowing(Uplink box) {
        int[] uploads = {0};
        return call -> {
            boolean swallowed = isPunches(call) && uploads[0]++ % 2 == 0;
            return swallowed ? Optional.of(new Heard(200, "OK")) : box.say(call);
        };
    }

    private static boolean isPunches(Call call) {
        return call.target().matches("/iclock/cdata\\?SN=\\w+&(table=ATTLOG&)?Stamp=.*");
    }

    /// The second negative control: somewhere a bit of every photo turns.
    @Test
    void theOracleSeesAPhotoThatIsNotTheSameToTheByte() throws Exception {
        try (SiteMonth month = new SiteMonth(folder, 3, SEED, SiteMonthTest::blurring)) {
            month.live(1);

            assertThat(violations(month, 1))
                    .as("seed %d, in %s", SEED, folder)
                    .isNotEmpty()
                    .allMatch(it -> it.matches("photo .*: 0 records, other bytes or none"));
        }
    }

    private static Uplink blurring(Uplink box) {
        return call ->
                box.say(isPhoto(call) ? new Call(call.target(), blurred(call.body())) : call);
    }

    private static boolean isPhoto(Call call) {
        return call.target().startsWith("/iclock/fdata?") || call.target().contains("ATTPHOTO");
    }

    private static Bytes blurred(Bytes photo) {
        byte[] bytes = photo.toArray();
        bytes[bytes.length - 10] ^= 1;
        return Bytes.wrap(bytes);
    }

    private static List<String> violations(SiteMonth month, int days) {
        SiteBox site = month.site();
        SiteOracle oracle = new SiteOracle(month.posts());
        site.box()
                .ask(ledger ->
                        oracle.punches("in the box", ledger)
                                .photos("in the box", ledger)
                                .operations(ledger));
        site.atHeadquarters(ledger ->
                oracle.punches("at headquarters", ledger).photos("at headquarters", ledger));
        return oracle.people(month.staff())
                .templates()
                .pictures()
                .days(site.box(), SiteMonth.FIRST, days + 1)
                .violations();
    }

    private static String figures(SiteMonth month, int days, long began) {
        return "site: seed %d, %d terminals, %d days in %d s: %d requests, %d came to nothing, %d punches, %d photos, %d people, %d templates at terminals, %d commands, %d restarts"
                .formatted(
                        SEED,
                        month.posts().size(),
                        days,
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                        sum(month, Post::requests),
                        sum(month, post -> post.clock.diary().failures()),
                        sum(month, post -> post.clock.diary().punches().size()),
                        sum(month, post -> post.clock.diary().photos().size()),
                        month.staff().size(),
                        sum(month, post -> post.clock.templates().size()),
                        sum(month, post -> post.clock.diary().obeyed().size()),
                        month.restarts());
    }

    private static long sum(SiteMonth month, ToLongFunction<Post> of) {
        return month.posts().stream().mapToLong(of).sum();
    }
}
