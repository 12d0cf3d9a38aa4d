package io.larder.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.json.CloudEvent;
import io.larder.server.json.Epochs;
import io.larder.server.json.RecordJson;
import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttSettings;
import io.larder.server.relay.mqtt.MqttTopics;
import io.larder.server.relay.mqtt.MqttUpstream;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import io.reactivex.schedulers.Schedulers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How fast a backlog goes to a real Mosquitto over loopback: the whole relay, then the same client
/// with the same window and ready messages of the same kind, then `mosquitto_pub -l` if it is
/// there. Arguments: number of records, 200,000 if not said; rounds, 3; messages that the broker
/// allows under way, 20 as it comes.
public final class MqttDrain {
    private static final String BROKER = "/usr/sbin/mosquitto";
    private static final String PROGRAM = "/usr/bin/mosquitto_pub";
    private static final int WINDOW = 256;
    private static final int READY = 1000;

    private final int port;
    private final int records;
    private final List<Mqtt5Publish> ready;

    private MqttDrain(int port, int records, List<Mqtt5Publish> ready) {
        this.port = port;
        this.records = records;
        this.ready = ready;
    }

    /// Throws when there is no broker to start.
    static void check() throws NotMeasured {
        if (!Files.isExecutable(Path.of(BROKER))) {
            throw new NotMeasured("there is no " + BROKER);
        }
    }

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int inflight = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        Path folder = Files.createTempDirectory("mqtt-drain");
        int port = freePort();
        Process broker = start(folder, port, inflight);
        try {
            Rounds all = new Rounds("records", "client loop");
            for (int round = 0; round < rounds; round++) {
                round(folder.resolve("box" + round), port, records, all);
            }
            System.out.println(all.middle().line());
        } finally {
            broker.destroy();
            broker.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /// One after the other, so that both see the same machine.
    private static void round(Path folder, int port, int records, Rounds all) throws Exception {
        try (Store box = Store.open(folder, FullBox.SETTINGS)) {
            FullBox.fill(box, records / FullBox.ROWS);
            MqttDrain drain = new MqttDrain(port, records, ready(box));
            double bare = print("client loop", records, drain.client());
            double relay = print("relay", records, drain.relay(box));
            System.out.printf("%-20s %.2f%n", "relay / client loop", relay / bare);
            if (Files.isExecutable(Path.of(PROGRAM))) {
                print("mosquitto_pub -l", records, drain.program(folder));
            }
            all.add(relay, bare);
        }
    }

    private static double print(String what, int records, long nanos) {
        double rate = records * 1e9 / nanos;
        System.out.printf("%-20s %,12.0f records/s%n", what, rate);
        return rate;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process start(Path folder, int port, int inflight) throws Exception {
        Path kept = Files.createDirectories(folder.resolve("broker"));
        Path file = folder.resolve("mosquitto.conf");
        Files.write(
                file,
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "user root",
                        "persistence true",
                        "persistence_location " + kept + "/",
                        "max_inflight_messages " + inflight,
                        "log_type error"));
        Process broker = new ProcessBuilder(BROKER, "-c", file.toString()).inheritIO().start();
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return broker;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("mosquitto does not listen");
    }

    /// Messages as the relay makes them, made beforehand.
    private static List<Mqtt5Publish> ready(Store box) {
        RecordJson json =
                new RecordJson(
                        box.journal().box(),
                        new Epochs(box.journal().epoch()),
                        ZoneOffset.UTC,
                        _ -> Optional.empty());
        List<Mqtt5Publish> messages = new ArrayList<>();
        try (LedgerReader ledger = box.ledger().reader()) {
            ledger.records(
                    Position.START,
                    Long.MAX_VALUE,
                    row -> {
                        messages.add(message(CloudEvent.of(json.write(row))));
                        return messages.size() < READY;
                    });
        }
        return messages;
    }

    private static Mqtt5Publish message(CloudEvent event) {
        var identity = event.identity();
        return Mqtt5Publish.builder()
                .topic("larder/bench/records/" + identity.terminal() + "/" + identity.kind())
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(CloudEvent.CONTENT_TYPE)
                .userProperties()
                .add("box", identity.box())
                .add("epoch", String.valueOf(identity.epoch()))
                .add("seq", String.valueOf(identity.position().seq()))
                .add("row", String.valueOf(identity.position().row()))
                .add("key", identity.key().orElse(""))
                .add("contentDigest", identity.contentDigest().orElse(""))
                .applyUserProperties()
                .payload(event.write().getBytes(UTF_8))
                .build();
    }

    private long relay(Store box) throws Exception {
        MqttSettings settings =
                new MqttSettings(
                        "127.0.0.1",
                        port,
                        Optional.empty(),
                        Optional.empty(),
                        "larder-bench",
                        box.journal().box(),
                        "larder/bench",
                        new MqttTopics("larder", "bench"),
                        MqttLimits.DEFAULT);
        return FullBox.drain(box, "hq", new MqttUpstream(settings));
    }

    private long client() throws Exception {
        Mqtt5AsyncClient client =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier("bare")
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .executorConfig(
                                MqttClientExecutorConfig.builder()
                                        .nettyThreads(1)
                                        .applicationScheduler(Schedulers.trampoline())
                                        .build())
                        .buildAsync();
        client.connectWith().restrictions().sendMaximum(WINDOW).applyRestrictions().send().get();
        Semaphore room = new Semaphore(WINDOW);
        long start = System.nanoTime();
        for (int i = 0; i < records; i++) {
            room.acquire();
            var _ =
                    client.publish(ready.get(i % ready.size()))
                            .whenComplete((_, _) -> room.release());
        }
        room.acquire(WINDOW);
        long nanos = System.nanoTime() - start;
        client.disconnect().get();
        return nanos;
    }

    private long program(Path folder) throws Exception {
        Path lines = folder.resolve("lines");
        try (BufferedWriter out = Files.newBufferedWriter(lines)) {
            for (int i = 0; i < records; i++) {
                out.write(new String(ready.get(i % ready.size()).getPayloadAsBytes(), UTF_8));
                out.newLine();
            }
        }
        long start = System.nanoTime();
        Process publisher =
                new ProcessBuilder(
                                PROGRAM,
                                "-V",
                                "5",
                                "-q",
                                "1",
                                "-l",
                                "-p",
                                String.valueOf(port),
                                "-t",
                                "larder/bench/records/T1/purchase")
                        .inheritIO()
                        .redirectInput(lines.toFile())
                        .start();
        if (publisher.waitFor() != 0) {
            throw new IOException("mosquitto_pub failed");
        }
        return System.nanoTime() - start;
    }
}
