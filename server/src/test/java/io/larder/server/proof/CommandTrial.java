package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.cli.stage.Child;
import io.larder.server.cli.stage.Stage;
import io.larder.server.proof.OrderDesk.Listed;
import io.larder.server.proof.OrderDesk.Said;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Executions;
import io.larder.server.simulate.Habits;
import io.larder.server.simulate.Line;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.Site;
import io.larder.server.simulate.SitePlan;
import io.larder.server.simulate.TerminalMemory;
import io.larder.server.simulate.Trouble;
import io.larder.server.watch.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// Canteen terminals that lose a third of the answers and start anew now and then, orders for them
/// at the console, and a box that may be killed meanwhile. `-Dlarder.seed=N` draws the same again
/// (the race between processes stays a race).
final class CommandTrial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Patience UNTIL_ENDED = new Patience(1_200, 100);
    private static final Duration POLLING = Duration.ofMillis(150);
    private static final int RECORDS = 6;
    private static final int BURST = 8;

    /// Polls and replies are lost alike: of three commands one brings no reply.
    private static final double LOST = 0.1835;

    static final Habits BAD =
            Habits.HONEST
                    .withLostAnswers(0.1)
                    .withTrouble(
                            Trouble.NONE
                                    .withLostPolls(LOST)
                                    .withLostReplies(LOST)
                                    .withPowerCuts(0.02)
                                    .withReboots(0.01)
                                    .withBusy(0.02));

    private final String name;
    private final long seed;
    private final SplittableRandom random;
    private final SplittableRandom targets;
    private final Stage stage;
    private final Line near;
    private final OrderBook book;
    private final OrderDesk desk;
    private final SitePlan plan;
    private final Obligations obligations = Obligations.inMemory();
    private final Executions executions = new Executions();
    private final Map<String, Drawn> drawn = new HashMap<>();
    private final Map<Long, Drawn> acknowledged = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    private Map<Serial, TerminalMemory> memories = Map.of();
    private Site site;
    private int declined;
    private String troubles = "";

    private CommandTrial(
            String name, long seed, int terminals, Habits habits, Stage stage, Path box)
            throws IOException, InterruptedException {
        this.name = name;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.targets = random.split();
        this.stage = stage;
        this.near = Line.to(stage.door().getPort());
        this.book = OrderBook.with(box.resolve("files"), random.split());
        this.desk = new OrderDesk(box);
        this.plan = SitePlan.of(terminals, seed).withCanteenOnly();
        System.out.printf("%s: seed %d%n", name, seed);
        this.site = open(plan.withUploads((long) terminals * RECORDS));
        assertThat(site.await(PATIENCE)).as("records are made, %s", this).isTrue();
        this.site = open(polling(habits));
    }

    /// Opens the stage and lets terminals with a few records poll.
    static CommandTrial begin(String name, Path folder, int terminals, Habits habits)
            throws IOException, InterruptedException {
        long seed = Long.getLong("larder.seed", new SecureRandom().nextInt(1_000_000));
        Stage.Setup setup =
                Trial.small(folder)
                        .withBoxSetting("journal.segments=64")
                        .withBoxSetting("commands.powerful=true")
                        .withBoxSetting("commands.patienceSeconds=1")
                        .withBoxSetting("console.port=" + FreePorts.next());
        Stage stage = Stage.open(setup);
        try {
            return new CommandTrial(name, seed, terminals, habits, stage, setup.box());
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            stage.close();
            throw e;
        }
    }

    private SitePlan polling(Habits habits) {
        return plan.withoutUploads().withPolling(POLLING).withHabits(habits);
    }

    private Site open(SitePlan now) {
        InetSocketAddress door =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), near.port());
        Site opened = Site.start(door, now, obligations, executions, memories);
        memories = opened.memories();
        return opened;
    }

    Child box() {
        return stage.box();
    }

    /// The line between terminals and box.
    Line near() {
        return near;
    }

    /// A number from 0 to below `bound`.
    int draw(int bound) {
        return random.nextInt(bound);
    }

    /// Draws so many orders and gives them, whatever happens to the box meanwhile.
    CompletableFuture<Void> order(int many) {
        CompletableFuture<Void> given = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("orders")
                .start(() -> {
                    try {
                        int left = many;
                        while (left > 0) {
                            left -= orderSome(left);
                        }
                        given.complete(null);
                    } catch (RuntimeException | Error e) {
                        given.completeExceptionally(e);
                    }
                });
        return given;
    }

    /// A few in a row for one terminal, so that some go out together.
    private int orderSome(int most) {
        Serial terminal = anyTerminal();
        int count = Math.min(most, 1 + targets.nextInt(BURST));
        for (int i = 0; i < count; i++) {
            order(book.draw(terminal));
        }
        return count;
    }

    /// Gives one order to each terminal that must be carried out only once.
    void orderOnce() {
        memories.keySet().forEach(terminal -> order(book.drawOnce(terminal)));
    }

    private Serial anyTerminal() {
        List<Serial> serials = List.copyOf(memories.keySet());
        return serials.get(targets.nextInt(serials.size()));
    }

    private void order(Drawn order) {
        drawn.put(order.name(), order);
        Said said = desk.order(order);
        said.id().ifPresent(id -> acknowledged.put(id, order));
        declined += said.id().isPresent() ? 0 : 1;
    }

    /// Lets everything work for some time, up to `mostMillis`.
    void play(int mostMillis) throws InterruptedException {
        Duration time = Duration.ofMillis(random.nextInt(mostMillis) + 1);
        assertThat(stage.box().endsWithin(time)).as("%s ended", this).isFalse();
    }

    /// No more trouble: terminals go on until every command has ended.
    void quiet() throws InterruptedException {
        site.finish();
        assertThat(site.await(PATIENCE)).as("terminals at rest, %s", this).isTrue();
        troubles =
                "%s, %d of %d polls lost"
                        .formatted(site.tally(), site.tally().lostPolls(), site.tally().polls());
        site = open(polling(Habits.HONEST));
        awaitEnd();
        site.finish();
        assertThat(site.await(PATIENCE)).as("terminals at rest, %s", this).isTrue();
    }

    /// Waits until no command is open.
    void awaitEnd() {
        boolean ended =
                UNTIL_ENDED
                        .find(() -> desk.isAnyOpen() ? Optional.empty() : Optional.of(true))
                        .orElse(false);
        assertThat(ended).as("every command ends, %s", this).isTrue();
    }

    /// What the oracle complains about; prints the figures. `what` says what was done to the box.
    List<String> violations(String what) {
        List<Listed> listed = desk.all();
        Map<String, Integer> states = new TreeMap<>();
        listed.forEach(each -> states.merge(each.state(), 1, Integer::sum));
        System.out.printf(
                "%s: seed %d, %s in %d s: %d orders acknowledged, %d declined, %d answers lost, %d commands %s; %s; %s%n",
                name,
                seed,
                what,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                acknowledged.size(),
                declined,
                desk.unheard(),
                listed.size(),
                states,
                executions,
                troubles);
        List<String> violations =
                new CommandOracle(drawn, acknowledged, listed, executions, memories).violations();
        listed.stream().filter(Listed::isSettled).forEach(each -> content(each, violations));
        return violations;
    }

    /// What a terminal sent of a file or of a shell came whole.
    private void content(Listed command, List<String> violations) {
        Drawn order = drawn.get(command.name());
        if (order == null) {
            return;
        }
        Bytes expected =
                switch (order.words().getFirst()) {
                    case "GetFile" -> factoryFile(order.terminal());
                    case "SHELL" -> Bytes.latin1("# " + order.words().get(1) + "\nID=1&Return=0\n");
                    default -> Bytes.EMPTY;
                };
        if (!expected.isEmpty() && !desk.content(command.id()).equals(expected)) {
            violations.add("content: " + command);
        }
    }

    private Bytes factoryFile(Serial terminal) {
        return Optional.ofNullable(memories.get(terminal))
                .map(TerminalMemory::files)
                .map(files -> files.get(TerminalMemory.FACTORY_FILE))
                .orElse(Bytes.EMPTY);
    }

    @Override
    public void close() throws IOException {
        try (stage;
                near;
                desk) {
            site.close();
        }
    }

    /// For the message of a failed assertion.
    @Override
    public String toString() {
        return name + ", seed " + seed + ", log: " + stage.box();
    }
}
