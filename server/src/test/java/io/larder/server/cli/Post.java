package io.larder.server.cli;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.clock.Means;
import io.larder.server.simulate.clock.Model;
import io.larder.server.simulate.clock.TimeClock;
import io.larder.server.simulate.clock.Uplink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/// A terminal at its place in the site, and the line to the box, which has good and bad days.
final class Post {
    /// What becomes of requests and answers.
    enum Weather {
        FAIR,
        /// A third of the answers gets lost.
        LOSSY,
        /// Requests arrive, no answer comes back.
        DEAF,
        /// Nothing arrives.
        OFF
    }

    /// A terminal that gets nowhere tries again later.
    private static final int FAILURES = 4;

    private static final int STEPS = 2_000;
    private static final List<Means> MEANS = List.of(Means.values());

    final TimeClock clock;
    private final Uplink box;
    private final SplittableRandom random;
    private final Set<String> moments = new HashSet<>();
    private Weather weather = Weather.FAIR;
    private Duration fault = Duration.ZERO;
    private long operations;
    private long requests;

    /// `box` takes whatever arrives.
    Post(Serial serial, Model model, Uplink box, SplittableRandom random) {
        this.clock = new TimeClock(serial, model);
        this.box = box;
        this.random = random;
    }

    String serial() {
        return clock.serial().text();
    }

    void weather(Weather today) {
        weather = today;
    }

    void wrongBy(Duration difference) {
        fault = difference;
        clock.wrongBy(difference);
    }

    /// Lines of operations that the box said `OK` to, those that came again counted.
    long operations() {
        return operations;
    }

    long requests() {
        return requests;
    }

    /// Somebody comes, known or not. No two punches of one person show the same second: nobody
    /// could tell them from one that was sent again.
    void somebodyComes(LocalDateTime now) {
        List<String> people = clock.people().keySet().stream().sorted().toList();
        boolean stranger = people.isEmpty() || random.nextInt(20) == 0;
        String pin = stranger ? "99999" : people.get(random.nextInt(people.size()));
        Means means = MEANS.get(random.nextInt(MEANS.size()));
        if (moments.add(pin + " " + now.plus(fault))) {
            clock.punch(pin, means, random.nextInt(2), now);
        }
    }

    /// Says what there is to say, as far as the line lets it; the power may fail in between.
    void talk(LocalDateTime now, boolean powerFails) {
        int patience = clock.diary().failures() + FAILURES;
        int last = powerFails ? random.nextInt(12) : STEPS;
        for (int i = 0; i < last && clock.diary().failures() < patience; i++) {
            if (clock.step(now, this::say).isEmpty()) {
                return;
            }
        }
        if (powerFails) {
            clock.powerCut();
        }
    }

    private Optional<Heard> say(Call call) {
        requests++;
        if (weather == Weather.OFF) {
            return Optional.empty();
        }
        Optional<Heard> heard = box.say(call);
        if (heard.filter(Heard::isOk).isPresent()) {
            operations += operations(call);
        }
        return switch (weather) {
            case FAIR -> heard;
            case LOSSY -> heard.filter(_ -> random.nextInt(3) > 0);
            case DEAF, OFF -> Optional.empty();
        };
    }

    private static long operations(Call call) {
        return new String(call.body().toArray(), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("OPLOG "))
                .count();
    }
}
