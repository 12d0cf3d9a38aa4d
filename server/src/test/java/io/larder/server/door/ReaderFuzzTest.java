package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ReaderFuzzTest {
    private static final int REQUESTS = 20_000;

    private static final List<Bytes> SEEDS =
            List.of(
                    Bytes.latin1(
                            "GET /iclock/cdata?SN=1&INFO=Ver 6.39,1 HTTP/1.1\r\nHost: h\r\n\r\n"),
                    Bytes.latin1("POST /a HTTP/1.1\r\nContent-Length: 11\r\n\r\nhello world"),
                    Bytes.latin1(
                            "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\n\r\n"),
                    Bytes.latin1(
                            "Get http://h/c HTTP/1.0\nConnection: close\nExpect: 100-continue\n\n"));

    private static final List<Bytes> TOKENS =
            List.of(
                    Bytes.latin1("\r\n"),
                    Bytes.latin1("\n\n"),
                    Bytes.latin1("Content-Length: 3\r\n"),
                    Bytes.latin1("Content-Length: 99999999999\r\n"),
                    Bytes.latin1("Transfer-Encoding: chunked\r\n"),
                    Bytes.latin1(" HTTP/1.1"),
                    Bytes.latin1("ffffffff\r\n"),
                    Bytes.latin1("-1"),
                    Bytes.latin1("\0\u00FF"),
                    Bytes.latin1("x".repeat(700)));

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anyBytesAreReadRefusedOrFoundCutWithinTheLimits() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            Bytes mutated = mutate(random);
            try {
                readAll(mutated);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + " request " + i + " " + mutated, e);
            }
        }
    }

    private static void readAll(Bytes bytes) {
        InMemory in = new InMemory(Limits.SIZES, bytes);
        boolean open = true;
        while (open) {
            open = in.head() instanceof Heard.Head head && readBody(in, head);
        }
        in.done();
        assertThat(in.held()).isZero();
    }

    private static boolean readBody(InMemory in, Heard.Head head) {
        Body body = in.body(head);
        assertThat(in.held()).isLessThanOrEqualTo(Limits.SIZES.body());
        in.done();
        return switch (body) {
            case Body.Whole(Bytes whole) -> {
                assertThat(whole.length()).isLessThanOrEqualTo(Limits.SIZES.body());
                yield true;
            }
            case Body.Unfit _, Body.Cut() -> false;
        };
    }

    private static Bytes mutate(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int requests = 1 + random.nextInt(3);
        for (int i = 0; i < requests; i++) {
            out.writeBytes(SEEDS.get(random.nextInt(SEEDS.size())).toArray());
        }
        byte[] bytes = out.toByteArray();
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            bytes = change(random, bytes);
        }
        return Bytes.wrap(bytes);
    }

    private static byte[] change(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + random.nextInt(20));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(TOKENS.get(random.nextInt(TOKENS.size())).toArray());
            case 2 -> out.write(bytes, at, end - at);
            case 3 -> at = end;
            default -> at = bytes.length;
        }
        out.write(bytes, at, bytes.length - at);
        return out.toByteArray();
    }
}
