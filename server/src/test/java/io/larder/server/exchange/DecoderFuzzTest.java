package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bodies by the hundred thousand through everything that reads them.
///
/// All of them: `mvn -pl server -am test -Dtest=DecoderFuzzTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.fuzz.bodies=1000000`
class DecoderFuzzTest {
    private static final int BODIES = Integer.getInteger("larder.fuzz.bodies", 200_000);
    private static final int LONGEST = 400;

    @Test
    @Conforms("SEC-006")
    void noBodyMakesAReaderThrow() {
        long seed = Long.getLong("larder.seed", new Random().nextInt(1_000_000));
        Random random = new Random(seed);
        Mutator mutator = new Mutator(random);
        for (int round = 0; round < BODIES; round++) {
            Mutator.Drawn drawn = mutator.draw();
            Bytes body = random.nextInt(10) == 0 ? noise(random) : Bytes.latin1(drawn.body());
            try {
                read(Wire.Request.of(drawn.method(), drawn.target(), body, "peer"));
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "seed " + seed + " round " + round + " " + drawn + " " + body.asLatin1(),
                        e);
            }
        }
    }

    private static Bytes noise(Random random) {
        byte[] noise = new byte[random.nextInt(LONGEST)];
        random.nextBytes(noise);
        return Bytes.wrap(noise);
    }

    private static void read(Wire.Request wire) {
        for (Family family : new Family[] {Family.CANTEEN, Family.ATTENDANCE}) {
            switch (Routing.read(wire, family)) {
                case Request.Upload upload -> {
                    Upload stored = stored(upload.wire());
                    assertThat(Routing.readRows(upload.family(), stored, Map.of())).isNotNull();
                }
                case Request.Reply reply ->
                        assertThat(CommandReply.read(stored(reply.wire()).body())).isNotNull();
                case Request other -> assertThat(other).isNotNull();
            }
        }
    }

    /// As it comes out of the journal.
    private static Upload stored(Wire.Request wire) {
        return Upload.read(
                new Upload(wire.method(), wire.target(), wire.peer(), wire.body()).write());
    }
}
