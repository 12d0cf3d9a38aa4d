package io.larder.server.relay.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.RemoteOrder;
import io.larder.server.command.WireOrder;
import io.larder.server.protocol.Lines;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// Whatever a server that takes PUSH answers: it is an answer within the limits or none, it means
/// something or nothing, and each command in it is an order or none, under a reference that leads
/// back to its number.
public final class PushAnswersTarget {
    private static final CommandReference REFERENCES = new CommandReference("push");
    private static final Duration DAY = Duration.ofDays(1);

    private PushAnswersTarget() {}

    /// All that comes on one connection.
    public static void hold(byte[] input) {
        AnswerReader reader = new AnswerReader(new ByteArrayInputStream(input));
        try {
            do {
                heard(reader.read());
            } while (!reader.isLast());
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        assertThat(reader.bytes()).isLessThanOrEqualTo(input.length);
    }

    private static void heard(Heard heard) {
        assertThat(heard.body().length()).isLessThanOrEqualTo(PushLimits.ANSWER_BYTES);
        assertThat(Verdict.of(heard).toString()).isNotEmpty();
        ServerOptions.read(heard)
                .ifPresent(options -> {
                    assertThat(options.delay()).isGreaterThanOrEqualTo(Duration.ZERO);
                    assertThat(options.errorDelay()).isGreaterThanOrEqualTo(Duration.ZERO);
                    assertThat(options.isOff("ATTLOG")).isFalse();
                    assertThat(options.isOff("OPERLOG")).isIn(true, false);
                });
        for (Bytes line : Lines.of(heard.body())) {
            command(line);
        }
    }

    private static void command(Bytes line) {
        assertThat(REFERENCES.number(line.asLatin1())).isNotNull();
        int colon = line.indexOf((byte) ':', 2);
        Bytes number = colon < 0 ? Bytes.EMPTY : line.slice(2, colon);
        if (!CommandReference.isNumber(number)) {
            return;
        }
        Bytes written = line.slice(colon + 1, line.length());
        String reference = REFERENCES.of("1", number, written, 0);
        assertThat(REFERENCES.number(reference)).isEqualTo(Optional.of(number));
        for (Family family : Family.values()) {
            WireOrder.read(family, "1", written)
                    .map(order -> order.order(reference, DAY, "push", true))
                    .map(RemoteOrder::wanted)
                    .ifPresent(wanted -> assertThat(wanted.order().name()).isNotEmpty());
        }
        assertThat(CommandEnd.line(number, CommandEnd.UNSUPPORTED, written.asLatin1()).length())
                .isPositive();
    }
}
