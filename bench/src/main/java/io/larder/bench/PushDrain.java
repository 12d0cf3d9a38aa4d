package io.larder.bench;

import io.larder.server.json.Epochs;
import io.larder.server.json.RecordJson;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import io.larder.server.relay.Box;
import io.larder.server.relay.Plan;
import io.larder.server.relay.Relay;
import io.larder.server.relay.RelayLimits;
import io.larder.server.relay.push.PushLimits;
import io.larder.server.relay.push.PushServer;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.PushUpstream;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.JournalSettings;
import io.larder.storage.LedgerBatch;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// How fast a backlog of uploads goes to a server of the terminals' own protocol: the whole relay,
/// then the same requests in a bare loop over one connection, and over as many as the relay uses.
/// Arguments: number of uploads (20,000 if not said), of terminals (16), of rounds (3).
public final class PushDrain {
    private static final int CONNECTIONS = 8;
    private static final int ROWS = 3;
    private static final JournalSettings SETTINGS =
            new JournalSettings(4L << 20, 64, 8 << 20, true);

    private record Request(String serial, String target, Bytes body) {}

    private PushDrain() {}

    public static void main(String[] args) throws Exception {
        int uploads = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int terminals = args.length > 1 ? Integer.parseInt(args[1]) : 16;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Path folder = Files.createTempDirectory("push-drain");
        try (Store store = Store.open(folder.resolve("box"), SETTINGS);
                ServerSocket server = serve()) {
            List<Request> requests = fill(store, uploads, terminals);
            Rounds alone = new Rounds("uploads", "loop over one connection");
            Rounds together =
                    new Rounds("uploads", "loop over %d connections".formatted(CONNECTIONS));
            for (int round = 1; round <= rounds; round++) {
                double relay = rate(uploads, drain(store, server.getLocalPort(), folder, round));
                double one = rate(uploads, post(requests, server.getLocalPort(), 1));
                double many = rate(uploads, post(requests, server.getLocalPort(), CONNECTIONS));
                System.out.printf(
                        "relay %,.0f uploads/s, loop %,.0f (%.2f of it), loop over %d connections"
                                + " %,.0f (%.2f of it)%n",
                        relay, one, relay / one, CONNECTIONS, many, relay / many);
                alone.add(relay, one);
                together.add(relay, many);
            }
            System.out.println(alone.middle().line());
            System.out.println(together.middle().line());
        }
    }

    private static double rate(int uploads, long nanos) {
        return uploads * 1e9 / nanos;
    }

    private static Draft.Stamp stamp() {
        return new Draft.Stamp(System.currentTimeMillis(), System.nanoTime() / 1_000_000, 1, true);
    }

    private static List<Request> fill(Store store, int uploads, int terminals) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < uploads; i++) {
            String serial = "C" + (1000 + i % terminals);
            StringBuilder body = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                body.append("1\tC\t2018-11-02 10:16:58\t850\t8750\t42\t2\t2\t2018-11-02\t")
                        .append(i * ROWS + row)
                        .append("\t1\n");
            }
            String target =
                    "/iclock/cpos?SN="
                            + serial
                            + "&table=BUYLOG&Stamp=2018-11-02T10:16:58&StampId="
                            + i * ROWS;
            Bytes bytes = Bytes.utf8(body.toString());
            byte[] payload = new Upload("POST", target, "127.0.0.1", bytes).write();
            store.journal()
                    .append(new Draft(EntryKind.UPLOAD, serial, payload, false, false, stamp()));
            requests.add(new Request(serial, target, bytes));
        }
        try (LedgerBatch batch = store.ledger().begin()) {
            for (int i = 0; i < terminals; i++) {
                batch.fact("C" + (1000 + i), "family", "canteen", 1);
            }
            for (int i = 0; i < uploads; i++) {
                for (int row = 0; row < ROWS; row++) {
                    batch.insert(row(requests.get(i).serial(), i + 1L, row));
                }
            }
            batch.commit(uploads);
        }
        return requests;
    }

    private static LedgerRow row(String serial, long seq, int row) {
        return new LedgerRow(
                new Position(seq, row),
                "purchase",
                "canteen",
                "new",
                serial,
                "BUYLOG",
                String.valueOf(seq * ROWS + row),
                0,
                new byte[16],
                "{\"card\":\"C\",\"time\":\"2018-11-02T10:16:58\",\"amountFen\":850}",
                false,
                Optional.of(Bytes.utf8("1\tC\t2018-11-02 10:16:58\t850\t8750\t42").toArray()),
                1_714_950_489_000L + seq,
                true,
                0);
    }

    private static long drain(Store store, int port, Path folder, int round) throws Exception {
        Epochs epochs = new Epochs(store.journal().epoch());
        RecordJson json =
                new RecordJson(
                        store.journal().box(), epochs, ZoneOffset.UTC, _ -> Optional.empty());
        Box box =
                new Box(
                        store,
                        epochs,
                        new Projected(store.journal().lastSeq()),
                        json,
                        PushDrain::stamp);
        PushServer server = new PushServer("127.0.0.1", port, Optional.empty());
        PushUpstream upstream =
                PushUpstream.open(
                        "push",
                        box,
                        PushSettings.all(server),
                        PushLimits.DEFAULT,
                        folder.resolve("places-" + round));
        long start = System.nanoTime();
        try (Relay relay =
                Relay.start(
                        "push-" + round,
                        box,
                        upstream,
                        new SecureRandom(),
                        Plan.of(RelayLimits.DEFAULT))) {
            if (!relay.await(state -> state.backlog() == 0, Duration.ofMinutes(10))) {
                throw new IllegalStateException("not drained: " + relay.state());
            }
            return System.nanoTime() - start;
        }
    }

    private static long post(List<Request> requests, int port, int connections) throws Exception {
        long start = System.nanoTime();
        try (ExecutorService crew = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                int mine = i;
                var _ = crew.submit(() -> postSome(requests, port, connections, mine));
            }
        }
        return System.nanoTime() - start;
    }

    private static Void postSome(List<Request> requests, int port, int connections, int mine)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            byte[] answer = new byte[ANSWER.length];
            for (int i = mine; i < requests.size(); i += connections) {
                Request request = requests.get(i);
                socket.getOutputStream().write(wire(request));
                if (socket.getInputStream().readNBytes(answer, 0, answer.length) < answer.length) {
                    throw new IOException("no answer");
                }
            }
        }
        return null;
    }

    private static byte[] wire(Request request) {
        String head =
                "POST "
                        + request.target()
                        + " HTTP/1.1\r\nHost: 127.0.0.1:80\r\n"
                        + "User-Agent: iClock Proxy/1.09\r\nConnection: keep-alive\r\nAccept: */*\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: "
                        + request.body().length()
                        + "\r\n\r\n";
        byte[] front = Bytes.latin1(head).toArray();
        byte[] all = new byte[front.length + request.body().length()];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(request.body().toArray(), 0, all, front.length, request.body().length());
        return all;
    }

    private static final byte[] ANSWER =
            Bytes.latin1(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nOK")
                    .toArray();

    /// Answers with `OK` whatever it is told, and gives the options.
    private static ServerSocket serve() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!server.isClosed()) {
                        try {
                            Socket socket = server.accept();
                            Thread.ofVirtual().start(() -> PushSink.talk(socket, ANSWER));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
        return server;
    }
}
