package io.larder.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import io.larder.storage.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final int BOOT = 7;
    private static final Draft.Stamp START = new Draft.Stamp(1_000_000, 50_000, BOOT, true);
    private static final int MOST = CommandLimits.ANSWER_BYTES;

    /// An order's name says how it behaves, its argument how many bytes it has.
    private static final Plan.Speech SPEECH =
            new Plan.Speech() {
                @Override
                public boolean knows(Command command) {
                    return !command.wanted().order().name().equals("FOREIGN");
                }

                @Override
                public OrderTraits traits(Command command) {
                    String name = command.wanted().order().name();
                    return new OrderTraits(
                            name.startsWith("LAST"),
                            !name.endsWith("ONCE"),
                            false,
                            false,
                            OrderTraits.Guard.NONE,
                            60,
                            Set.of(),
                            "");
                }

                @Override
                public Optional<String> objection(Command command) {
                    return command.wanted().order().name().equals("HARM")
                            ? Optional.of("records would be lost")
                            : Optional.empty();
                }

                @Override
                public Map<String, String> dialect(Command command) {
                    return Map.of();
                }

                @Override
                public Plan.Text text(Command command, Map<String, String> dialect) {
                    String argument = command.wanted().order().argument();
                    return argument.equals("lost")
                            ? new Plan.Text.Unwritable("it cannot be written for this terminal")
                            : new Plan.Text.Written(
                                    Bytes.latin1("x".repeat(Integer.parseInt(argument))));
                }

                @Override
                public Bytes line(WireId id, Bytes text) {
                    return Bytes.latin1("C:" + id.number() + ":" + text.asLatin1() + "\n");
                }
            };

    @Test
    @Conforms("CMD-007")
    void aCommandAboveTheLimitIsSentAlone() {
        Plan first = plan(at(0), command(1, "A", 60_000), command(2, "A", 10));

        assertThat(ids(first)).containsExactly(1L);
        assertThat(first.lines().getFirst().length()).isEqualTo(60_000 + "C:1000:\n".length());
        assertThat(ids(plan(at(0), command(2, "A", 10), command(3, "A", 60_000))))
                .containsExactly(2L);
    }

    @Test
    void whatDoesNotFitIsNotOvertakenByWhatWould() {
        assertThat(
                        ids(
                                plan(
                                        at(0),
                                        command(1, "A", 30_000),
                                        command(2, "A", 30_000),
                                        command(3, "A", 10))))
                .containsExactly(1L);
    }

    @Test
    void linesOfExactlyTheLimitFit() {
        int each = MOST / 2 - "C:1000:\n".length();

        assertThat(ids(plan(at(0), command(1, "A", each), command(2, "A", each))))
                .containsExactly(1L, 2L);
        assertThat(ids(plan(at(0), command(1, "A", each), command(2, "A", each + 1))))
                .containsExactly(1L);
    }

    @Test
    void whatWouldDoHarmNowWaitsAndSaysSoWhenItsTimeIsOver() {
        Command harm = command(1, "HARM", 1);
        assertThat(ids(plan(at(0), harm, command(2, "A", 1)))).containsExactly(2L);
        assertThat(plan(at(3_600_000), harm).rulings())
                .containsExactly(
                        new CommandEntry.Ruling(
                                1_000,
                                CommandState.EXPIRED,
                                "not handed over in time: records would be lost"));
    }

    @Test
    void whatCannotWaitGoesFirst() {
        ItemRef lost = new ItemRef("card", "100", "d", true);
        Wanted wanted =
                new Wanted(
                        new Order("A", "1", Map.of()), Duration.ofHours(1), "", Optional.of(lost));
        Command urgent = Command.issued("T", WireId.of(3, 0).id(), "", wanted, "site", START);

        assertThat(ids(plan(at(0), command(1, "A", 1), command(2, "A", MOST), urgent)))
                .containsExactly(3L, 1L);
    }

    @Test
    void nothingStandsBehindWhatEndsABatch() {
        assertThat(ids(plan(at(0), command(1, "A", 1), command(2, "LAST", 1), command(3, "A", 1))))
                .containsExactly(1L, 2L);
    }

    @Test
    void anUnansweredCommandGoesOutAgainAfterItsPatienceAndEndsAfterTheLastTime() {
        Command handed = handed(command(1, "A", 1), at(0));
        assertThat(ids(plan(at(59_999), handed))).isEmpty();
        assertThat(ids(plan(at(60_000), handed))).containsExactly(1L);
        for (int again = 0; again < CommandLimits.REDELIVERIES; again++) {
            assertThat(ids(plan(at(60_000), handed))).containsExactly(1L);
            handed = handed(handed, at(0));
        }
        Plan end = plan(at(60_000), handed);
        assertThat(ids(end)).isEmpty();
        assertThat(end.rulings())
                .containsExactly(
                        new CommandEntry.Ruling(
                                1_000, CommandState.FAILED, "no reply to 4 deliveries"));
    }

    @Test
    void whatMustNotBeRepeatedEndsInsteadOfGoingOutAgain() {
        Plan plan = plan(at(60_000), handed(command(1, "ONCE", 1), at(0)));

        assertThat(plan.lines()).isEmpty();
        assertThat(plan.rulings())
                .containsExactly(
                        new CommandEntry.Ruling(
                                1_000,
                                CommandState.FAILED,
                                "no reply: it may have been carried out, and is not repeated"));
    }

    @Test
    void afterARebootPatienceCountsFromTheStart() {
        Command handed = handed(command(1, "A", 1), new Draft.Stamp(0, 999_999_999, 6, false));

        assertThat(ids(plan(at(59_999), handed))).isEmpty();
        assertThat(ids(plan(at(60_000), handed))).containsExactly(1L);
    }

    @Test
    void anOrderExpiresByTheMonotonicClockAndOverBootsByATrustedWallClockOnly() {
        Command mine = command(1, "A", 1);
        Draft.Stamp otherBoot = new Draft.Stamp(1_000_000, 5, 6, true);
        Draft.Stamp untrusted = new Draft.Stamp(0, 5, 6, false);
        long ttl = Duration.ofHours(1).toMillis();

        assertThat(expired(at(ttl - 1), mine)).isFalse();
        assertThat(expired(at(ttl), mine)).isTrue();
        assertThat(expired(at(ttl - 1), since(mine, otherBoot))).isFalse();
        assertThat(expired(at(ttl), since(mine, otherBoot))).isTrue();
        assertThat(expired(at(100 * ttl), since(mine, untrusted))).isFalse();
    }

    @Test
    void aWallClockThatJumpsExpiresNothingWithinABoot() {
        Draft.Stamp jumped = new Draft.Stamp(Long.MAX_VALUE / 2, 50_001, BOOT, true);

        assertThat(expired(jumped, command(1, "A", 1))).isFalse();
    }

    @Test
    void whatCanNoLongerBeWrittenEnds() {
        Plan plan = plan(at(0), command(1, "A", "lost"), command(2, "A", "1"));

        assertThat(ids(plan)).containsExactly(2L);
        assertThat(plan.rulings())
                .containsExactly(
                        new CommandEntry.Ruling(
                                1_000,
                                CommandState.FAILED,
                                "it cannot be written for this terminal"));
    }

    private static boolean expired(Draft.Stamp now, Command command) {
        return plan(now, command).rulings().stream()
                .anyMatch(ruling -> ruling.state() == CommandState.EXPIRED);
    }

    private static Command since(Command command, Draft.Stamp issued) {
        return Command.issued("T", command.id(), "", command.wanted(), "", issued);
    }

    private static Command handed(Command command, Draft.Stamp at) {
        return command.handedOver(at, Map.of());
    }

    private static Draft.Stamp at(long millis) {
        return new Draft.Stamp(
                START.wallMillis() + millis, START.monotonicMillis() + millis, BOOT, true);
    }

    private static Command command(long seq, String name, int bytes) {
        return command(seq, name, Integer.toString(bytes));
    }

    private static Command command(long seq, String name, String argument) {
        Wanted wanted = Wanted.of(new Order(name, argument, Map.of())).within(Duration.ofHours(1));
        return Command.issued("T", WireId.of(seq, 0).id(), "", wanted, "tester", START);
    }

    private static Plan plan(Draft.Stamp now, Command... open) {
        return Plan.of(List.of(open), new Elapsed(START, now), MOST, Visit.poll(), SPEECH);
    }

    private static List<Long> ids(Plan plan) {
        List<Long> entries = new ArrayList<>();
        plan.handed().forEach(each -> entries.add(each.id() / 1_000));
        return entries;
    }
}
