package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.Obligations;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// The people of one terminal and what befalls it: they are enrolled, come and go, and now and then
/// an answer is lost or the power fails. Without a thread and without a clock.
final class Shift {
    private static final int PEOPLE = 12;

    private final TimeClock clock;
    private final ClockPlan plan;
    private final Obligations obligations;
    private final ClockTally tally;
    private final SplittableRandom random;

    /// Made and not acknowledged.
    private final Set<Punch> open = new LinkedHashSet<>();

    private LocalDateTime time;
    private int sent;
    private int obeyed;

    Shift(
            TimeClock clock,
            ClockPlan plan,
            Obligations obligations,
            ClockTally tally,
            SplittableRandom random) {
        this.clock = clock;
        this.plan = plan;
        this.obligations = obligations;
        this.tally = tally;
        this.random = random;
        this.time = plan.clock();
    }

    /// A few people with a card, a finger and, where there is a camera, a face.
    void enrol() {
        for (int i = 1; i <= PEOPLE; i++) {
            String pin = Integer.toString(i);
            clock.enrol(
                    Person.of(pin, "Person " + i).withCard(Integer.toString(100_000 + i)), tick());
            clock.enrolFinger(pin, i % 10, tick());
            if (i % 4 == 0) {
                clock.enrolFace(pin, tick());
                clock.takePicture(pin, tick());
            }
        }
    }

    /// Somebody stands before the terminal, rarely a stranger.
    void somebodyComes() {
        boolean stranger = random.nextInt(50) == 0;
        String pin = Integer.toString(stranger ? 9_999 : random.nextInt(1, PEOPLE + 1));
        Means means = random.nextBoolean() ? Means.CARD : Means.FINGER;
        clock.punch(pin, means, random.nextInt(2), tick());
        List<Punch> made = clock.diary().punchesAfter(sent);
        obligations.sent(made.stream().map(this::id).toList());
        sent += made.size();
        open.addAll(made);
    }

    /// One request; false when none was due.
    boolean step(Uplink uplink) {
        Optional<Call> made = clock.step(time, call -> unreliable(call, uplink));
        made.ifPresent(this::count);
        return made.isPresent();
    }

    /// Lets time pass, so that a poll is due.
    void wait(Duration pause) {
        time = time.plus(pause);
    }

    /// Requests that came to nothing so far.
    int failures() {
        return clock.diary().failures();
    }

    boolean isQuiet() {
        return clock.isQuiet();
    }

    private Optional<Heard> unreliable(Call call, Uplink uplink) {
        boolean reply = call.target().startsWith("/iclock/devicecmd");
        if (reply && random.nextDouble() < plan.lostReplies()) {
            tally.lost.increment();
            return Optional.of(new Heard(200, "OK"));
        }
        Optional<Heard> heard = uplink.say(call);
        if (random.nextDouble() < plan.lostAnswers()) {
            tally.lost.increment();
            return Optional.empty();
        }
        return heard;
    }

    private void count(Call call) {
        tally.requests.increment();
        Set<Punch> acknowledged = open.isEmpty() ? Set.of() : clock.diary().acknowledgedPunches();
        List<Punch> fresh = open.stream().filter(acknowledged::contains).toList();
        open.removeAll(fresh);
        obligations.acknowledged(fresh.stream().map(this::id).toList());
        tally.punches.add(fresh.size());
        int commands = clock.diary().commands();
        tally.commands.add(commands - obeyed);
        obeyed = commands;
        if (call.target().startsWith("/iclock/getrequest")
                && random.nextDouble() < plan.powerCuts()) {
            tally.powerCuts.increment();
            clock.powerCut();
        }
    }

    private LocalDateTime tick() {
        time = time.plusSeconds(random.nextInt(1, 10));
        return time;
    }

    private String id(Punch punch) {
        return Obligations.punch(clock.serial(), punch.pin(), punch.time());
    }
}
