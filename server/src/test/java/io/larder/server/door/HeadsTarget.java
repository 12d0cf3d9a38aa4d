package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Whatever somebody writes to a door: heads and bodies are read, refused or found cut within the
/// limits, and the same ones in whatever pieces they come.
public final class HeadsTarget {
    private static final int MOST_BYTES = 20_000;

    private HeadsTarget() {}

    /// All that comes on one connection.
    public static void hold(byte[] input) {
        Bytes bytes = Bytes.wrap(input);
        Bytes some = bytes.slice(0, Math.min(input.length, MOST_BYTES));
        List<Object> heard = heard(some, some.length() + 1);
        assertThat(heard(some, 3)).isEqualTo(heard);
    }

    private static List<Object> heard(Bytes bytes, int piece) {
        List<Object> heard = new ArrayList<>();
        InMemory in = new InMemory(Limits.SIZES, bytes, piece);
        boolean open = true;
        while (open) {
            Heard next = in.head();
            heard.add(next);
            open = next instanceof Heard.Head head && heard.add(body(in, head)) && isWhole(heard);
        }
        in.done();
        assertThat(in.held()).isZero();
        return heard;
    }

    private static boolean isWhole(List<Object> heard) {
        return heard.getLast() instanceof Body.Whole;
    }

    private static Body body(InMemory in, Heard.Head head) {
        Body body = in.body(head);
        assertThat(in.held()).isLessThanOrEqualTo(Limits.SIZES.body());
        in.done();
        if (body instanceof Body.Whole(Bytes whole)) {
            assertThat(whole.length()).isLessThanOrEqualTo(Limits.SIZES.body());
        }
        return body;
    }

    /// How many requests are whole up to the one that ends the connection.
    static int whole(DoorLimits.Sizes sizes, Bytes bytes) {
        InMemory in = new InMemory(sizes, bytes);
        int whole = 0;
        boolean open = true;
        while (open && in.more()) {
            open = false;
            if (in.head() instanceof Heard.Head head && in.body(head) instanceof Body.Whole) {
                whole++;
                open = head.keepOpen();
            }
            in.done();
        }
        return whole;
    }
}
