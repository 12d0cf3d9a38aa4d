package io.larder.server.cli;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.clock.Generation;
import io.larder.server.simulate.clock.Model;
import io.larder.server.simulate.clock.Person;
import io.larder.server.simulate.clock.Uplink;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Some terminals of all generations, their people and a box, day after day, with all that goes
/// wrong at a site. The same seed makes the same month.
final class SiteMonth implements AutoCloseable {
    static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    /// Days without mishaps at the end, in which everybody learns what is left to be learned.
    static final int QUIET_DAYS = 2;

    private static final int MORNING = 6;
    private static final int EVENING = 20;
    private static final int FIRST_STAFF = 8;

    /// Rounds of two minutes in a night: a terminal fetches one thing at a time.
    private static final int NIGHT_ROUNDS = 24;

    /// So long nobody is changed again, so that no two changes of one person are under way.
    private static final int SETTLED_DAYS = 4;

    private final SplittableRandom random;
    private final SiteBox site;
    private final List<Post> posts = new ArrayList<>();
    private final Map<String, Person> staff = new TreeMap<>();
    private final Map<String, LocalDate> changed = new HashMap<>();
    private int nextPin = 101;
    private int boxOffUntil;
    private int restarts;

    SiteMonth(Path folder, int terminals, long seed, UnaryOperator<Uplink> arriving)
            throws IOException {
        random = new SplittableRandom(seed);
        site = new SiteBox(folder, Math.max(128, terminals * 16), FIRST.atTime(MORNING, 0));
        Uplink box = arriving.apply(call -> Optional.of(site.say(call)));
        for (int i = 0; i < terminals; i++) {
            posts.add(
                    new Post(
                            new Serial("TCLK" + (202600001 + i)),
                            model(i),
                            call -> isBoxOff() ? Optional.<Heard>empty() : box.say(call),
                            random.split()));
        }
    }

    /// Of every three one of each generation, and algorithms that do not fit one another.
    private static Model model(int place) {
        int variant = place / 3 % 3;
        return switch (place % 3) {
            case 0 -> Model.classic(10);
            case 1 ->
                    variant == 2
                            ? Model.push2(9, 7)
                            : variant == 1 ? Model.push2(10, 7).inChinese() : Model.push2(10, 7);
            default -> Model.hybrid(10, variant == 2 ? 40 : 58, 12);
        };
    }

    private boolean isBoxOff() {
        return site.now().getHour() < boxOffUntil;
    }

    List<Post> posts() {
        return posts;
    }

    SiteBox site() {
        return site;
    }

    int restarts() {
        return restarts;
    }

    Map<String, Person> staff() {
        return staff;
    }

    /// All days, then the quiet ones.
    void live(int days) throws IOException {
        for (int day = 0; day < days; day++) {
            LocalDate date = FIRST.plusDays(day);
            beginDay();
            day(date, day);
            night(date.plusDays(1));
        }
        posts.forEach(post -> {
            post.weather(Post.Weather.FAIR);
            post.wrongBy(Duration.ZERO);
        });
        site.line().heal();
        for (int day = days; day < days + QUIET_DAYS; day++) {
            LocalDate date = FIRST.plusDays(day);
            for (int hour = MORNING; hour < EVENING; hour++) {
                tick(date.atTime(hour, 0), false);
            }
            night(date.plusDays(1));
        }
    }

    private void beginDay() {
        for (Post post : posts) {
            int luck = random.nextInt(100);
            post.weather(
                    luck < 70
                            ? Post.Weather.FAIR
                            : luck < 88
                                    ? Post.Weather.LOSSY
                                    : luck < 94 ? Post.Weather.DEAF : Post.Weather.OFF);
            boolean wrong = random.nextInt(20) == 0;
            post.wrongBy(wrong ? Duration.ofMinutes(random.nextInt(-1_800, 1_800)) : Duration.ZERO);
            if (random.nextInt(50) == 0) {
                post.clock.forgetStamps();
            }
        }
    }

    private void day(LocalDate date, int day) throws IOException {
        int restartAt = random.nextInt(MORNING + 1, EVENING);
        int cutAt = random.nextInt(MORNING, 2 * EVENING);
        int healAt = random.nextInt(MORNING, 2 * EVENING);
        boxOffUntil = 0;
        for (int hour = MORNING; hour < EVENING; hour++) {
            if (hour == cutAt) {
                site.line().cutAfter(random.nextInt(20_000));
            }
            if (hour == healAt) {
                site.line().heal();
            }
            if (hour == restartAt) {
                restart(day, hour);
            }
            site.at(date.atTime(hour, 0));
            events(date, hour);
            tick(site.now(), true);
        }
    }

    /// Of every five days one has a restart of each kind, one a restart of headquarters, and one
    /// hours without a box.
    private void restart(int day, int hour) throws IOException {
        switch (day % 5) {
            case 1 -> site.restart(SiteBox.Restart.ORDERLY);
            case 2 -> site.restart(SiteBox.Restart.KILLED);
            case 3 -> site.restart(SiteBox.Restart.WITHOUT_LEDGER);
            case 4 -> boxOffUntil = hour + random.nextInt(1, 5);
            default -> site.restartHeadquarters();
        }
        restarts++;
    }

    private void night(LocalDate date) {
        boxOffUntil = 0;
        for (int i = 0; i < NIGHT_ROUNDS; i++) {
            tick(date.atTime(2, 5).plusMinutes(2L * i), false);
        }
    }

    private void tick(LocalDateTime now, boolean mishaps) {
        site.at(now);
        for (Post post : posts) {
            post.talk(now, mishaps && random.nextInt(60) == 0);
        }
        if (!isBoxOff()) {
            site.round();
        }
    }

    private void events(LocalDate date, int hour) {
        for (Post post : posts) {
            int people = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 0;
            for (int i = 0; i < people; i++) {
                post.somebodyComes(date.atTime(hour, random.nextInt(60), random.nextInt(60)));
            }
        }
        boolean busy = random.nextInt(6) == 0;
        if (staff.size() < FIRST_STAFF || busy) {
            enrol();
        } else if (random.nextInt(6) == 0) {
            settled().ifPresent(pin -> change(pin, person(pin)));
        } else if (random.nextInt(40) == 0 && !isBoxOff()) {
            settled().ifPresent(this::leaves);
        }
    }

    /// Somebody new, at any terminal, with whatever that one can measure.
    private void enrol() {
        Post post = posts.get(random.nextInt(posts.size()));
        String pin = Integer.toString(nextPin++);
        Person person =
                Person.of(pin, "李 " + pin)
                        .withCard(Integer.toString(random.nextInt(100_000, 100_000_000)))
                        .withPassword(Integer.toString(random.nextInt(1_000, 10_000)));
        LocalDateTime now = site.now();
        post.clock.enrol(person, now);
        post.clock.enrolFinger(pin, random.nextInt(10), now);
        if (post.clock.model().generation() != Generation.CLASSIC) {
            post.clock.enrolFace(pin, now);
            post.clock.enrolPalm(pin, random.nextInt(2), now);
            post.clock.takePicture(pin, now);
        }
        staff.put(pin, person);
        changed.put(pin, now.toLocalDate());
    }

    /// A new card, at any terminal that knows the person; seldom a new name.
    private void change(String pin, Person before) {
        List<Post> knowing =
                posts.stream().filter(post -> before.equals(post.clock.people().get(pin))).toList();
        if (knowing.isEmpty()) {
            return;
        }
        Person after =
                random.nextInt(4) == 0
                        ? new Person(
                                pin,
                                before.name() + "a",
                                before.pri(),
                                before.passwd(),
                                before.card(),
                                before.grp(),
                                before.tz())
                        : before.withCard(Integer.toString(random.nextInt(100_000, 100_000_000)));
        knowing.get(random.nextInt(knowing.size())).clock.enrol(after, site.now());
        staff.put(pin, after);
        changed.put(pin, site.now().toLocalDate());
    }

    private Person person(String pin) {
        return Optional.ofNullable(staff.get(pin)).orElseThrow();
    }

    private void leaves(String pin) {
        Statement gone = Statement.gone(ItemKind.PERSON, pin);
        if (!(site.box().site.state(List.of(gone), "Ann") instanceof Stated.Mine)) {
            throw new AssertionError("declined: " + gone);
        }
        staff.remove(pin);
        changed.remove(pin);
    }

    private Optional<String> settled() {
        LocalDate before = site.now().toLocalDate().minusDays(SETTLED_DAYS);
        List<String> pins =
                staff.keySet().stream()
                        .filter(pin -> changed.getOrDefault(pin, LocalDate.MAX).isBefore(before))
                        .toList();
        return pins.isEmpty()
                ? Optional.empty()
                : Optional.of(pins.get(random.nextInt(pins.size())));
    }

    @Override
    public void close() {
        site.close();
    }
}
