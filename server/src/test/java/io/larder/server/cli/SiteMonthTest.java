package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
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
/// `-Dlarder.siteSeed=N` draws the same again.
class SiteMonthTest {
    private static final int TERMINALS = Integer.getInteger("larder.siteTerminals", 9);
    private static final int DAYS = Integer.getInteger("larder.siteDays", 6);
    private static final long SEED =
            Long.getLong("larder.siteSeed", new SecureRandom().nextInt(1_000_000));

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

    static List<String> violations(SiteMonth month, int days) {
        SiteBox site = month.site();
        SiteOracle oracle = new SiteOracle(month.posts());
        site.box()
                .ask(ledger ->
                        oracle.punches("in the box", ledger).photos(ledger).operations(ledger));
        site.atHeadquarters(ledger -> oracle.punches("at headquarters", ledger));
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

    private static long sum(SiteMonth month, java.util.function.ToLongFunction<Post> of) {
        return month.posts().stream().mapToLong(of).sum();
    }
}
