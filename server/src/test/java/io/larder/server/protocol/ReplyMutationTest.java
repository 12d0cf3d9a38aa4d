package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.exchange.Capture;
import io.larder.server.exchange.RowsTarget;
import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged replies by the thousand: nothing throws, no byte counts twice, and each reply found can
/// be found again in its own bytes.
class ReplyMutationTest {
    private static final int ROUNDS = 30_000;
    private static final int LARGE = 500_000;
    private static final String SPICE = "&&==\n\n\r\0 \tIDSNCMO0123-~\u00ff\u0081\u00e5\u00bc";

    @Test
    void anyBytesAreReadAndEachReplyStandsForItself() {
        long seed = System.getProperty("larder.seed") == null ? 4712 : Long.getLong("larder.seed");
        Random random = new Random(seed);
        List<String> bodies = bodies();
        for (int round = 0; round < ROUNDS; round++) {
            String body = bodies.get(random.nextInt(bodies.size()));
            String second = bodies.get(random.nextInt(bodies.size()));
            String both = random.nextBoolean() ? body : body + second;
            RowsTarget.replies(mutated(both, random), "seed " + seed + " round " + round);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theTimeGrowsWithTheLengthOnly() {
        for (String piece :
                List.of(
                        "\n",
                        "&",
                        "=",
                        "a",
                        "a=\n",
                        "&a=b",
                        "ID=",
                        "ID=\n",
                        "ID=1\n",
                        "ID=1&",
                        "ID=1&Return=0\n",
                        "ID=1&Return=0&CMD=INFO\n",
                        "Content",
                        "& Content",
                        "\u00ff\u0081\n")) {
            Bytes body = Bytes.latin1(piece.repeat(LARGE / piece.length()));
            Bytes info = Bytes.latin1("ID=1&Return=0&CMD=INFO\n" + body.asLatin1());

            assertThat(RowsTarget.length(CommandReply.read(body)))
                    .isLessThanOrEqualTo(body.length());
            assertThat(RowsTarget.length(CommandReply.read(info)))
                    .isLessThanOrEqualTo(info.length());
        }
    }

    @Test
    void moreRepliesAndValuesThanTerminalsHaveAreLeftUnread() {
        Replies replies = CommandReply.read(Bytes.latin1("ID=1&Return=0\n".repeat(10_002)));
        StringBuilder info = new StringBuilder("ID=1&Return=0&CMD=INFO\n");
        for (int i = 0; i < 10_002; i++) {
            info.append('a').append(i).append("=b\n");
        }

        assertThat(replies.replies()).hasSize(10_000);
        assertThat(replies.rest()).isEqualTo(Bytes.latin1("ID=1&Return=0\n".repeat(2)));
        assertThat(CommandReply.read(Bytes.latin1(info + "ID=2&Return=0&c=d")).replies())
                .extracting(reply -> reply.values().size())
                .containsExactly(10_000, 0);
    }

    private static List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        Capture.examples()
                .forEach((id, wire) -> {
                    if (id.startsWith("CMD-X") || id.equals("POS-X18")) {
                        bodies.add(wire.body().asLatin1());
                    }
                });
        assertThat(bodies).hasSize(7);
        bodies.add("ID=1&Return=3&CMD=GetFile&Content=abc\n");
        bodies.add("ID=1\nReturn=3\nCMD=PutFile\nID=2\nReturn=0\n");
        return bodies;
    }

    private static Bytes mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int change = random.nextInt(6); change > 0 && !out.isEmpty(); change--) {
            int at = random.nextInt(out.length());
            char spice = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(4)) {
                case 0 -> out.setCharAt(at, spice);
                case 1 -> out.insert(at, spice);
                case 2 -> out.deleteCharAt(at);
                default -> out.setLength(at);
            }
        }
        return Bytes.latin1(out.toString());
    }
}
