package io.larder.server.doctor;

import static io.larder.server.doctor.Finding.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.doctor.Checkup.Line;
import io.larder.server.doctor.Checkup.Line.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// From what was seen to what is said of it, one by one.
class RulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T04:00:00Z");
    private static final long GB = 1L << 30;

    private record Trouble(Checkup seen, List<Finding> said) {}

    private static Trouble trouble(Checkup seen, Finding... said) {
        return new Trouble(seen, List.of(said));
    }

    private static List<Trouble> troubles() {
        return Stream.of(starting(), media(), living(), kept(), running())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Trouble> starting() {
        return List.of(
                trouble(start("rights", "access is denied"), DATA_RIGHTS),
                trouble(start("missing", ""), DATA_MISSING),
                trouble(start("stopped", ""), BOX_STOPPED),
                trouble(start("config", "x is no key"), BOX_STOPPED, CONFIG_WRONG),
                trouble(start("unreadable", "EIO"), BOX_STOPPED, STORE_UNREADABLE),
                trouble(start("key", "not here"), BOX_STOPPED, KEY_NOT_HERE),
                trouble(start("port", "0.0.0.0:8088"), BOX_STOPPED, PORT_TAKEN),
                trouble(start("deaf", "nobody answers"), BOX_DEAF),
                trouble(start("silent", "console.port is 0"), NO_CONSOLE));
    }

    private static List<Trouble> media() {
        OptionalLong none = OptionalLong.empty();
        return List.of(
                trouble(medium(true, "", 5 * GB, 100, 5, 0, 0), DISK_READONLY),
                trouble(medium(false, "EIO", 5 * GB, 100, 5, 0, 0), DISK_FAILS),
                trouble(medium(false, "No space left", 0, 100, 5, 0, 0), DISK_FULL),
                trouble(medium(false, "", GB / 2, 100, 5, 0, 0), DISK_LOW),
                trouble(medium(false, "", 5 * GB, 3, 5, 0, 0), DISK_INODES),
                trouble(medium(false, "", 5 * GB, 100, 400, 0, 0), DISK_SLOW),
                trouble(medium(false, "", 5 * GB, 100, 5, 90, 0), DISK_WORN),
                trouble(medium(false, "", 5 * GB, 100, 5, 0, 9_000 * GB), DISK_MUCH_WRITTEN),
                trouble(
                        with(
                                new Checkup.Medium(
                                        false,
                                        Optional.empty(),
                                        5 * GB,
                                        16 * GB,
                                        none,
                                        none,
                                        none,
                                        OptionalInt.empty(),
                                        true,
                                        none)),
                        DISK_WORN),
                trouble(
                        new Checkup(
                                "/data",
                                NOW,
                                start(),
                                medium(),
                                new Checkup.Memory(10 << 20, GB),
                                Optional.of(live()),
                                Optional.of(Checkup.Store.of(List.of())),
                                Optional.of(NOW),
                                made(),
                                made()),
                        MEMORY_LOW));
    }

    private static List<Trouble> living() {
        return List.of(
                trouble(live("medium failed twice", "", 0, ""), JOURNAL_FAILED),
                trouble(live("", "the ledger cannot be used", 0, ""), LEDGER_TROUBLE),
                trouble(live("", "", 1, ""), RING_FULL),
                trouble(live("", "", 0.85, ""), RING_FILLING),
                trouble(live("", "", 0, "nothing speaks for it"), CLOCK_UNTRUSTED),
                trouble(line(State.DOWN, Optional.empty()), LINE_DOWN),
                trouble(line(State.HELD, Optional.empty()), LINE_HELD),
                trouble(line(State.LEFT, Optional.empty()), LINE_LEFT),
                trouble(line(State.UP, Optional.of(NOW.minus(Duration.ofHours(2)))), LINE_BEHIND),
                trouble(
                        line(State.UP, Optional.of(NOW.minus(Duration.ofMinutes(5))), "new epoch"),
                        LINE_ALARM),
                trouble(terminal(NOW.minus(Duration.ofDays(3)), Optional.empty()), TERMINAL_SILENT),
                trouble(terminal(NOW, Optional.of(Duration.ofHours(-1))), TERMINAL_CLOCK),
                trouble(
                        with(
                                new Checkup.Live(
                                        Optional.empty(),
                                        Optional.empty(),
                                        0,
                                        Optional.empty(),
                                        Optional.empty(),
                                        List.of(),
                                        List.of(),
                                        List.of("3399182200001"))),
                        TERMINAL_TURNED_AWAY));
    }

    private static List<Trouble> kept() {
        List<String> none = List.of();
        return List.of(
                trouble(store(50_000, none, 0, 0, 0, 0), LEDGER_BEHIND),
                trouble(store(0, List.of("segment 1"), 0, 0, 0, 0), JOURNAL_DAMAGED),
                trouble(store(0, none, 1, 0, 0, 0), ENTRIES_LOST),
                trouble(store(0, none, 0, 3, 0, 0), NUMBERS_MISSING),
                trouble(store(0, none, 0, 0, 2, 0), QUARANTINE),
                trouble(store(0, none, 0, 0, 0, 4), LINE_REFUSED));
    }

    private static List<Trouble> running() {
        return List.of(
                trouble(runs(Optional.empty(), made()), BACKUP_NEVER),
                trouble(
                        runs(
                                Optional.of(
                                        new Checkup.Last(
                                                NOW.minus(Duration.ofDays(4)), true, "/media")),
                                made()),
                        BACKUP_OLD),
                trouble(
                        runs(made(), Optional.of(new Checkup.Last(NOW, false, "journal"))),
                        CHECK_FAILED));
    }

    @TestFactory
    Stream<DynamicTest> eachTroubleIsNamedAndNothingElse() {
        return troubles().stream()
                .map(trouble ->
                        DynamicTest.dynamicTest(
                                trouble.said.toString(),
                                () ->
                                        assertThat(Rules.of(trouble.seen))
                                                .extracting(Said::finding)
                                                .containsExactlyElementsOf(trouble.said)));
    }

    @Test
    void noFindingIsOutOfReach() {
        Set<Finding> reached =
                troubles().stream()
                        .flatMap(trouble -> trouble.said.stream())
                        .collect(Collectors.toSet());

        assertThat(reached).isEqualTo(EnumSet.allOf(Finding.class));
    }

    @Test
    void noTextLeavesAnythingOpen() {
        for (Words.Language language : Words.Language.values()) {
            Words words = Words.of(language, ZoneOffset.UTC);
            for (Trouble trouble : troubles()) {
                for (Said said : Rules.of(trouble.seen)) {
                    assertThat(words.wrong(said)).as(said.finding().id()).doesNotContain("{");
                    assertThat(words.todo(said)).as(said.finding().id()).doesNotContain("{");
                }
            }
        }
    }

    @Test
    void aBoxThatIsWellHasNoFinding() {
        assertThat(Rules.of(runs(made(), Optional.empty()))).isEmpty();
    }

    @Test
    void theMostSeriousComesFirst() {
        Checkup seen =
                new Checkup(
                        "/data",
                        NOW,
                        start(),
                        medium(),
                        new Checkup.Memory(1, GB),
                        Optional.of(
                                new Checkup.Live(
                                        Optional.empty(),
                                        Optional.empty(),
                                        1,
                                        Optional.empty(),
                                        Optional.of("nobody knows"),
                                        List.of(),
                                        List.of(),
                                        List.of())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        assertThat(Rules.of(seen))
                .extracting(Said::finding)
                .containsExactly(RING_FULL, CLOCK_UNTRUSTED, BACKUP_NEVER, MEMORY_LOW);
    }

    private static Optional<Checkup.Last> made() {
        return Optional.of(new Checkup.Last(NOW.minus(Duration.ofHours(5)), true, "/media"));
    }

    private static Checkup.Start start() {
        Optional<String> none = Optional.empty();
        return new Checkup.Start(true, false, none, none, none, none, none, none, false);
    }

    private static Optional<String> when(boolean is, String why) {
        return is ? Optional.of(why) : Optional.empty();
    }

    private static Checkup start(String what, String why) {
        boolean answers = what.equals("deaf") || what.equals("silent");
        Checkup.Start start =
                new Checkup.Start(
                        answers,
                        what.equals("missing"),
                        when(what.equals("rights"), why),
                        when(what.equals("unreadable"), why),
                        when(what.equals("config"), why),
                        when(what.equals("key"), why),
                        when(what.equals("port"), why),
                        when(answers, why),
                        what.equals("deaf"));
        return new Checkup(
                "/data",
                NOW,
                start,
                medium(),
                new Checkup.Memory(GB, GB),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NOW),
                made(),
                made());
    }

    private static Checkup.Medium medium() {
        return new Checkup.Medium(
                false,
                Optional.empty(),
                8 * GB,
                16 * GB,
                OptionalLong.of(1_000),
                OptionalLong.of(2_000),
                OptionalLong.of(5),
                OptionalInt.of(10),
                false,
                OptionalLong.of(20 * GB));
    }

    private static Checkup medium(
            boolean readOnly,
            String failure,
            long usable,
            long inodes,
            long millis,
            int worn,
            long written) {
        return with(
                new Checkup.Medium(
                        readOnly,
                        when(!failure.isEmpty(), failure),
                        usable,
                        16 * GB,
                        OptionalLong.of(inodes),
                        OptionalLong.of(2_000),
                        OptionalLong.of(millis),
                        OptionalInt.of(worn),
                        false,
                        OptionalLong.of(written)));
    }

    private static Checkup with(Checkup.Medium medium) {
        return new Checkup(
                "/data",
                NOW,
                start(),
                medium,
                new Checkup.Memory(GB, GB),
                Optional.of(live()),
                Optional.empty(),
                Optional.of(NOW),
                made(),
                made());
    }

    private static Checkup with(Checkup.Live live) {
        return new Checkup(
                "/data",
                NOW,
                start(),
                medium(),
                new Checkup.Memory(GB, GB),
                Optional.of(live),
                Optional.empty(),
                Optional.of(NOW),
                made(),
                made());
    }

    private static Checkup.Live live() {
        return new Checkup.Live(
                Optional.empty(),
                Optional.empty(),
                0.1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Checkup live(String journal, String ledger, double ring, String clock) {
        return with(
                new Checkup.Live(
                        when(!journal.isEmpty(), journal),
                        when(!ledger.isEmpty(), ledger),
                        ring,
                        Optional.of(Duration.ofDays(2)),
                        when(!clock.isEmpty(), clock),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private static Checkup line(State state, Optional<Instant> oldest, String... alarms) {
        Line line = new Line("hq", state, NOW, "because", 7, oldest, List.of(alarms));
        return with(
                new Checkup.Live(
                        Optional.empty(),
                        Optional.empty(),
                        0.1,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(line),
                        List.of(),
                        List.of()));
    }

    private static Checkup terminal(Instant heard, Optional<Duration> ahead) {
        Checkup.Terminal terminal =
                new Checkup.Terminal("3399182200001", Optional.of(heard), ahead);
        return with(
                new Checkup.Live(
                        Optional.empty(),
                        Optional.empty(),
                        0.1,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(terminal),
                        List.of()));
    }

    private static Checkup store(
            long behind, List<String> damages, long gaps, long missing, long odd, long refused) {
        return new Checkup(
                "/data",
                NOW,
                start(),
                medium(),
                new Checkup.Memory(GB, GB),
                Optional.of(live()),
                Optional.of(
                        new Checkup.Store(
                                behind,
                                damages,
                                gaps,
                                "3–4",
                                missing == 0
                                        ? List.of()
                                        : List.of(
                                                new Checkup.Missing("T", "BUYLOG", missing, "2–4")),
                                odd,
                                List.of("T"),
                                refused == 0
                                        ? List.of()
                                        : List.of(new Checkup.Count("hq", refused)))),
                Optional.of(NOW),
                made(),
                made());
    }

    private static Checkup runs(Optional<Checkup.Last> backup, Optional<Checkup.Last> check) {
        return new Checkup(
                "/data",
                NOW,
                start(),
                medium(),
                new Checkup.Memory(GB, GB),
                Optional.of(live()),
                Optional.of(Checkup.Store.of(List.of())),
                Optional.of(NOW.minus(Duration.ofDays(4))),
                backup,
                check);
    }
}
