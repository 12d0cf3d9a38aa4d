package io.larder.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every reader with its seeds and what is drawn from them in a moment; minutes of it: `./larder
/// fuzz`.
class FuzzTargetsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void everySeedIsRead(FuzzTargets target) throws Exception {
        List<Corpus.Seed> seeds = target.seeds();
        assertThat(seeds).isNotEmpty();
        try (FuzzTarget open = target.open(folder)) {
            for (Corpus.Seed seed : seeds) {
                hold(open, seed.input().toArray(), target.word() + " " + seed.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Conforms("SEC-006")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void whateverIsDrawnIsReadRefusedOrFoundCut(FuzzTargets target) throws Exception {
        long seed = Long.getLong("larder.seed", new Random().nextInt(1_000_000));
        Drawing drawing = new Drawing(seed, target.seeds());
        try (FuzzTarget open = target.open(folder)) {
            for (int i = 0; i < target.drawn(); i++) {
                hold(open, drawing.next(), target.word() + " input " + i + " of seed " + seed);
            }
        }
    }

    @Test
    void whatIsDrawnFromASeedIsAlwaysTheSame() {
        Drawing one = new Drawing(7, FuzzTargets.ROWS.seeds());
        Drawing same = new Drawing(7, FuzzTargets.ROWS.seeds());
        for (int i = 0; i < 100; i++) {
            assertThat(one.next()).isEqualTo(same.next());
        }
    }

    private static void hold(FuzzTarget target, byte[] input, String what) {
        try {
            target.hold(input);
        } catch (Exception | Error e) {
            int shown = Math.min(input.length, 2_000);
            throw new AssertionError(what + ": " + Arrays.toString(Arrays.copyOf(input, shown)), e);
        }
    }
}
