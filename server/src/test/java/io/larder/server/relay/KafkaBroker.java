package io.larder.server.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.FreePorts;
import io.larder.server.relay.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// A real broker, controller included, in a process and a folder of its own. It keeps its ports and
/// its folder over [#stop] and [#start].
final class KafkaBroker implements AutoCloseable {
    private static final Path JARS =
            Path.of(System.getProperty("basedir", ".")).resolveSibling("brokers/target/kafka");
    private static final String CLUSTER = "bGFyZGVyLXRlc3RzLWthZg";
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration MARKS = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = FreePorts.next();
    private final int linePort = FreePorts.next();
    private final int lineAt;
    private final Map<String, String> properties = new TreeMap<>();
    private @Nullable Process process;

    /// Beyond the ordinary port it listens at [#linePort], and tells clients there to come to
    /// `lineAt`: where a line is that can be cut.
    KafkaBroker(Path folder, int lineAt, Map<String, String> more) throws IOException {
        this.folder = folder;
        this.lineAt = lineAt;
        Files.createDirectories(folder);
        int controller = FreePorts.next();
        String here = "://127.0.0.1:";
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "DIRECT");
        properties.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,DIRECT:PLAINTEXT,LINE:PLAINTEXT");
        properties.put(
                "listeners",
                "DIRECT"
                        + here
                        + port
                        + ",LINE"
                        + here
                        + linePort
                        + ",CONTROLLER"
                        + here
                        + controller);
        properties.put("advertised.listeners", "DIRECT" + here + port + ",LINE" + here + lineAt);
        properties.put("log.dirs", folder.resolve("logs").toString());
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "2");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        properties.putAll(more);
    }

    KafkaBroker(Path folder) throws IOException {
        this(folder, FreePorts.next(), Map.of());
    }

    /// Why there is none here; empty when there can be one.
    static Optional<String> whyNot() {
        return Files.isDirectory(JARS)
                ? Optional.empty()
                : Optional.of("there is no " + JARS + ", which building the module brokers makes");
    }

    int port() {
        return port;
    }

    /// Where clients that come by the line are told to go on.
    int lineAt() {
        return lineAt;
    }

    int linePort() {
        return linePort;
    }

    /// Tells clients that come by the line to go on at `lineAt`; begins anew if it must.
    void advertise(int lineAt) throws IOException {
        String told = "DIRECT://127.0.0.1:" + port + ",LINE://127.0.0.1:" + lineAt;
        if (!told.equals(properties.put("advertised.listeners", told))) {
            stop();
            start();
        }
    }

    /// The record in a message.
    static String data(String value) {
        String name = ",\"data\":";
        return value.substring(value.indexOf(name) + name.length(), value.length() - 1);
    }

    Path logs() {
        return folder.resolve("logs");
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    void start() throws IOException {
        Path file = folder.resolve("server.properties");
        List<String> lines = new ArrayList<>();
        properties.forEach((name, value) -> lines.add(name + "=" + value.replace("\\", "\\\\")));
        Files.write(file, lines);
        if (!Files.exists(logs().resolve("meta.properties"))) {
            run("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", file.toString());
        }
        process = launch("kafka.Kafka", file.toString());
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                servers(),
                                "metadata.recovery.strategy",
                                "none"))) {
            // Whoever asks while it starts is answered when it is there.
            admin.describeCluster(
                            new org.apache.kafka.clients.admin.DescribeClusterOptions()
                                    .timeoutMs((int) START.toMillis()))
                    .nodes()
                    .get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException("no broker, see " + folder.resolve("broker.log"), e);
        }
    }

    private void run(String... arguments) throws IOException {
        try {
            if (launch(arguments).waitFor() != 0) {
                throw new IOException(
                        arguments[0]
                                + " failed: "
                                + Files.readString(folder.resolve("broker.log")));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", JARS + "/*"));
        command.addAll(List.of(arguments));
        Process started =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("broker.log").toFile()))
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    /// Ends it as `SIGTERM` does. A single broker that is killed with `kill -9` right after a
    /// commit now and then keeps a transaction open that its coordinator has forgotten: see
    /// docs/kafka.md.
    void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            try {
                running.onExit().orTimeout(GRACE.toSeconds(), TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                close();
            }
        }
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    /// How a box reaches it at `at`.
    KafkaSettings settings(String name, String prefix, int at, Duration answer) {
        return new KafkaSettings(
                name,
                List.of("127.0.0.1:" + at),
                prefix,
                Optional.empty(),
                Optional.empty(),
                KafkaSettings.Making.AS_THE_BROKER,
                "gzip",
                answer,
                Duration.ofSeconds(5));
    }

    /// Every committed message of the topics that begin with `prefix`, up to their ends now, in
    /// order within each partition.
    List<ConsumerRecord<String, String>> committed(String prefix) {
        return read(prefix, "read_committed");
    }

    /// The same with those that were undone.
    List<ConsumerRecord<String, String>> all(String prefix) {
        return read(prefix, "read_uncommitted");
    }

    private List<ConsumerRecord<String, String>> read(String prefix, String isolation) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", servers(), "isolation.level", isolation);
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.listTopics()
                    .forEach((topic, parts) -> {
                        if (topic.startsWith(prefix + ".")) {
                            for (PartitionInfo part : parts) {
                                partitions.add(new TopicPartition(topic, part.partition()));
                            }
                        }
                    });
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            readTo(written(partitions), consumer, found);
        }
        return found;
    }

    /// A commit is answered before its marks stand behind the messages: who reads at once waits for
    /// them.
    private void readTo(
            Map<TopicPartition, Long> ends,
            KafkaConsumer<String, String> consumer,
            List<ConsumerRecord<String, String>> found) {
        long deadline = System.nanoTime() + MARKS.toNanos();
        while (!ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(
                        "a transaction stays open: " + ends + ", " + producers(ends.keySet()));
            }
        }
    }

    private Map<TopicPartition, Long> written(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin(admin -> {
            ListOffsetsResult latest =
                    admin.listOffsets(
                            partitions.stream()
                                    .collect(
                                            Collectors.toMap(
                                                    each -> each, _ -> OffsetSpec.latest())),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
            for (TopicPartition each : partitions) {
                ends.put(
                        each,
                        latest.partitionResult(each)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join()
                                .offset());
            }
        });
        return ends;
    }

    private String producers(Set<TopicPartition> partitions) {
        StringBuilder said = new StringBuilder();
        admin(admin ->
                said.append(
                        admin.describeProducers(partitions)
                                .all()
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join()));
        return said.toString();
    }

    void admin(Consumer<Admin> work) {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers()))) {
            work.accept(admin);
        }
    }

    /// What it wrote about itself, for a test that fails.
    String log() throws IOException {
        return Files.readString(folder.resolve("broker.log"), UTF_8);
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }
}
