package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.simulate.Line;
import io.larder.storage.JournalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// One box with every kind of upstream at once, whose lines are cut and muted, which are killed,
/// and which starts again itself, all at random while records come in.
///
/// For half an hour: `mvn -pl brokers,server -am test -Dtest=ManyUpstreamsTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.manySeconds=1800`; `-Dlarder.manySeed=…` draws
/// the same deeds again.
class ManyUpstreamsTest {
    private static final Duration LONG =
            Duration.ofSeconds(Integer.getInteger("larder.manySeconds", 20));
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Nothing is used again here: room for all that comes in half an hour and more.
    private static final JournalSettings ROOM = new JournalSettings(1 << 20, 256, 8 << 20, true);

    private static final int PAUSE_MILLIS = 300;
    private static final List<String> DEEDS =
            List.of("cut", "cut in between", "answer lost", "mute", "killed", "well");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /// One upstream with its line.
    private record Way(String name, FarEnd far, Line line) {}

    private final List<Way> ways = new ArrayList<>();
    private final Map<String, Relay> relays = new LinkedHashMap<>();
    private final Map<String, Integer> deeds = new LinkedHashMap<>();

    @Test
    @Conforms("DUR-007")
    void eachHasEveryRecordInOrderWhateverHappensToIt() throws Exception {
        long seed = Long.getLong("larder.manySeed", new Random().nextLong(1_000_000));
        System.out.println("many upstreams: seed " + seed);
        Random random = new Random(seed);
        add("hq", new LarderWayTest());
        add("kafka", new KafkaWayTest());
        add("mqtt", new MqttWayTest());
        add("push", new PushWayTest());
        SmallBox box = new SmallBox(folder.resolve("box"), ROOM);
        try {
            begin(box);
            int key = 0;
            long end = System.nanoTime() + LONG.toNanos();
            while (System.nanoTime() < end) {
                int rows = 1 + random.nextInt(40);
                box.takeMany(key, 1, rows);
                key += rows;
                if (random.nextInt(12) == 0) {
                    count("box started again");
                    finish();
                    box.close();
                    box = new SmallBox(folder.resolve("box"), ROOM);
                    begin(box);
                } else {
                    happen(ways.get(random.nextInt(ways.size())), random);
                }
            }
            settle(box);
            System.out.println("many upstreams: " + key + " records, " + deeds);
        } finally {
            finish();
            box.close();
            for (Way way : ways) {
                way.line().close();
                way.far().close();
            }
        }
    }

    /// Those that cannot be had on this machine are left out, and said so.
    private void add(String name, WayContract contract) throws Exception {
        try {
            FarEnd far = contract.make(folder.resolve(name));
            far.start();
            ways.add(new Way(name, far, Line.at(far.lineAt(), far.port())));
        } catch (TestAbortedException e) {
            System.out.println("many upstreams: " + name + " " + e.getMessage());
        }
    }

    private void begin(SmallBox box) throws Exception {
        for (Way way : ways) {
            relays.put(
                    way.name(),
                    Relay.start(
                            way.name(),
                            box.box,
                            way.far().upstream(box, way.line().port()),
                            new Random(7),
                            Plan.of(SmallBox.QUICK)));
        }
    }

    private void finish() throws Exception {
        for (Relay relay : relays.values()) {
            relay.close();
        }
        relays.clear();
    }

    private void count(String deed) {
        deeds.merge(deed, 1, Integer::sum);
    }

    private void happen(Way way, Random random) throws Exception {
        int deed = random.nextInt(6);
        switch (deed) {
            case 0 -> way.line().cut();
            case 1 -> way.line().cutAfter(random.nextInt(20_000));
            case 2 -> way.line().cutAnswersAfter(random.nextInt(3_000));
            case 3 -> way.line().mute();
            case 4 -> way.far().kill();
            default -> {
                // a moment without trouble
            }
        }
        count(way.name() + " " + DEEDS.get(deed));
        // Trouble has a moment to take effect: nothing is waited for.
        Relay relay = relays.get(way.name());
        if (relay != null) {
            relay.await(_ -> false, Duration.ofMillis(random.nextInt(PAUSE_MILLIS)));
        }
        if (deed == 4) {
            way.far().start();
            way.line().target(way.far().port());
        }
        if (random.nextInt(3) > 0 || deed == 4) {
            way.line().heal();
        }
    }

    private void settle(SmallBox box) throws Exception {
        for (Way way : ways) {
            way.line().heal();
        }
        for (Way way : ways) {
            Relay relay = Objects.requireNonNull(relays.get(way.name()));
            relay.wake();
            assertThat(relay.await(state -> state.connected() && state.backlog() == 0, PATIENCE))
                    .as("%s", relay.state())
                    .isTrue();
        }
        for (Way way : ways) {
            List<String> seen = way.far().seen();
            List<String> unique =
                    switch (way.far().promise()) {
                        case ONCE -> seen;
                        case AT_LEAST_ONCE -> new ArrayList<>(new LinkedHashSet<>(seen));
                    };
            assertThat(unique).as(way.name()).isEqualTo(way.far().expected(box));
        }
    }
}
