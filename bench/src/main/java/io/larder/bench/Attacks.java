package io.larder.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// The situations in which too much comes. Each goes on until its deadline (`System.nanoTime`) and
/// says what is special about it.
final class Attacks {
    /// One situation.
    @FunctionalInterface
    interface Attack {
        String run(Toll toll, long deadline) throws IOException, InterruptedException;
    }

    static final int BYSTANDERS = 20;

    private static final int FIRST_RETURNING = 100;
    private static final int RETURNING = 500;
    private static final int ENDLESS = 700;
    private static final int ENDLESS_CONNECTIONS = 32;
    private static final int FIRST_LARGE = 800;
    private static final int LARGE = 8;
    private static final int SLOW = 2_000;
    private static final int ADDRESSES = 8;

    /// Senders that need to be known to the box.
    static final int TERMINALS = FIRST_LARGE + LARGE;

    private static final int BODY_LIMIT = 3 << 20;
    private static final int HEAD_LIMIT = 16 << 10;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String ROUTER = "127.0.0.1";

    private final int port;
    private final Acknowledged acknowledged;

    Attacks(int port, Acknowledged acknowledged) {
        this.port = port;
        this.acknowledged = acknowledged;
    }

    /// The power is back: 500 terminals behind one router connect at the same moment, say who they
    /// are, send twenty rows, poll, and keep their connection for a while. Again and again.
    String reconnecting(Toll toll, long deadline) throws InterruptedException {
        long longest = 0;
        int waves = 0;
        while (System.nanoTime() < deadline) {
            CountDownLatch start = new CountDownLatch(1);
            long began = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int i = FIRST_RETURNING; i < FIRST_RETURNING + RETURNING; i++) {
                int sender = i;
                threads.add(
                        start(() -> {
                            start.await();
                            comeBack(sender, toll);
                        }));
            }
            start.countDown();
            join(threads);
            longest = Math.max(longest, System.nanoTime() - began);
            waves++;
        }
        return String.format(
                Locale.ROOT, "%d waves, the longest took %.1f s", waves, longest / 1e9);
    }

    private void comeBack(int sender, Toll toll) throws InterruptedException {
        String serial = Acknowledged.serial(sender);
        int rows = 20;
        try (Caller caller = new Caller(port, ROUTER)) {
            untilOk(caller, get("/iclock/cpos?SN=" + serial + "&options=all"), toll);
            byte[] upload = new Template(serial, rows, true).from(acknowledged.through(sender) + 1);
            untilOk(caller, upload, toll);
            acknowledged.advance(sender, rows);
            untilOk(caller, get("/iclock/getrequest?SN=" + serial), toll);
        }
    }

    private static void untilOk(Caller caller, byte[] request, Toll toll)
            throws InterruptedException {
        Caller.Said said = toll.ask(caller, request);
        while (!said.isOk()) {
            Thread.sleep(SOON.multipliedBy(Math.max(1, said.retryAfterSeconds())));
            said = toll.ask(caller, request);
        }
    }

    /// One terminal on 32 connections that does not stop, whatever it is told. On the first it has
    /// new rows, on the others it says the same again and again.
    String endless(Toll toll, long deadline) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ENDLESS_CONNECTIONS; i++) {
            boolean fresh = i == 0;
            threads.add(start(() -> sendWithoutEnd(fresh, toll, deadline)));
        }
        join(threads);
        return ENDLESS_CONNECTIONS + " connections";
    }

    private void sendWithoutEnd(boolean fresh, Toll toll, long deadline) {
        Template template = new Template(Acknowledged.serial(ENDLESS), 1, true);
        try (Caller caller = new Caller(port, ROUTER)) {
            while (System.nanoTime() < deadline) {
                byte[] upload = template.from(fresh ? acknowledged.through(ENDLESS) + 1 : 1);
                if (toll.ask(caller, upload).isOk() && fresh) {
                    acknowledged.advance(ENDLESS, 1);
                }
            }
        }
    }

    /// 2,000 connections from four addresses: half of them say a head byte by byte, half a body at
    /// just the slowest pace. Who is cut comes again at once.
    String slow(Toll toll, long deadline) throws IOException {
        Mob mob = new Mob(port, toll, AT_ONCE);
        String pace = "x".repeat(1_100);
        for (int i = 0; i < SLOW; i++) {
            String body =
                    "POST /iclock/cpos?SN=SLOW"
                            + i
                            + "&table=BUYLOG HTTP/1.1\r\nContent-Length: 100000\r\n\r\n";
            mob.add(
                    address(i % 4),
                    i % 2 == 0
                            ? new Mob.Manner("GET /iclock/getrequest?SN=", "1", SOON)
                            : new Mob.Manner(body, pace, SOON));
        }
        return "at most %,d of %,d connected".formatted(mob.run(deadline), SLOW);
    }

    /// Bodies of the largest size that is taken, and everything that is just too large, sent whole
    /// all the same.
    String large(Toll toll, long deadline) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < LARGE; i++) {
            int sender = FIRST_LARGE + i;
            threads.add(start(() -> sendLargest(sender, toll, deadline)));
        }
        byte[] tooLong = post("LARGE1", "Content-Length: " + (BODY_LIMIT + 1) + "\r\n\r\n");
        byte[] chunk = post("LARGE2", "Transfer-Encoding: chunked\r\n\r\n300001\r\n");
        byte[] head = get("/iclock/getrequest?SN=" + "x".repeat(HEAD_LIMIT));
        for (byte[] request : List.of(tooLong, tooLong, chunk, chunk, head, head)) {
            threads.add(start(() -> repeat(request, toll, deadline)));
        }
        join(threads);
        return LARGE + " terminals at the limit, 6 senders beyond";
    }

    /// One row and as many empty lines as are allowed: the row is to be found afterwards.
    private void sendLargest(int sender, Toll toll, long deadline) {
        String serial = Acknowledged.serial(sender);
        int behind = BODY_LIMIT - (int) Template.ROW_BYTES;
        Template template = new Template(serial, 1, true, behind);
        try (Caller caller = new Caller(port, ROUTER)) {
            while (System.nanoTime() < deadline) {
                byte[] upload = template.from(acknowledged.through(sender) + 1);
                if (toll.ask(caller, upload, behind).isOk()) {
                    acknowledged.advance(sender, 1);
                }
            }
        }
    }

    private void repeat(byte[] request, Toll toll, long deadline) {
        try (Caller caller = new Caller(port, ROUTER)) {
            while (System.nanoTime() < deadline) {
                toll.ask(caller, request, BODY_LIMIT + 1);
            }
        }
    }

    /// `connections` connections from eight addresses: half of them never say anything, half poll
    /// once and keep theirs. Who is sent away comes again after a second.
    String crowd(int connections, Toll toll, long deadline) throws IOException {
        Mob mob = new Mob(port, toll, SOON);
        for (int i = 0; i < connections; i++) {
            String serial = Acknowledged.serial(FIRST_RETURNING + i % RETURNING);
            String poll = "GET /iclock/getrequest?SN=" + serial + " HTTP/1.1\r\n\r\n";
            mob.add(
                    address(i % ADDRESSES),
                    i % 16 < ADDRESSES
                            ? Mob.Manner.SILENT
                            : new Mob.Manner(poll, "", Duration.ofDays(1)));
        }
        return "at most %,d of %,d connected".formatted(mob.run(deadline), connections);
    }

    private static String address(int number) {
        return "127.0.0." + (2 + number);
    }

    private static byte[] get(String target) {
        return ("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] post(String serial, String more) {
        return ("POST /iclock/cpos?SN=" + serial + "&table=BUYLOG HTTP/1.1\r\n" + more)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
