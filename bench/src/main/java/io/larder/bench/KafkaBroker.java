package io.larder.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/// A broker of its own for one measurement, from `brokers/target/kafka`, killed at the end.
final class KafkaBroker implements AutoCloseable {
    private static final Path JARS = Path.of("brokers", "target", "kafka");
    private static final int START_SECONDS = 120;

    private final Process process;
    final String servers;

    private KafkaBroker(Process process, String servers) {
        this.process = process;
        this.servers = servers;
    }

    /// Throws when there is no broker to start.
    static void check() throws NotMeasured {
        if (!Files.isDirectory(JARS)) {
            throw new NotMeasured(
                    "there is no " + JARS + ": `mvn -pl brokers process-resources` makes it");
        }
    }

    static KafkaBroker start(Path folder) throws IOException, InterruptedException {
        check();
        Files.createDirectories(folder);
        int port = freePort();
        int controller = freePort();
        Path file = folder.resolve("server.properties");
        Files.write(
                file,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controller,
                        "controller.listener.names=CONTROLLER",
                        "listeners=PLAINTEXT://127.0.0.1:"
                                + port
                                + ",CONTROLLER://127.0.0.1:"
                                + controller,
                        "log.dirs=" + folder.resolve("logs"),
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "transaction.state.log.num.partitions=2",
                        "offsets.topic.replication.factor=1"));
        launch(
                        folder,
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        "bGFyZGVyLWJlbmNoLWthZg",
                        "-c",
                        file.toString())
                .waitFor();
        Process process = launch(folder, "kafka.Kafka", file.toString());
        String servers = "127.0.0.1:" + port;
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                servers,
                                "metadata.recovery.strategy",
                                "none"))) {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(START_SECONDS * 1000))
                    .nodes()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            process.destroyForcibly();
            throw new IOException("no broker, see " + folder.resolve("broker.log"), e);
        }
        return new KafkaBroker(process, servers);
    }

    private static Process launch(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-cp", JARS + "/*"));
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
