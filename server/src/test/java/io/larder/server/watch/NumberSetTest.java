package io.larder.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NumberSetTest {
    @Test
    void numbersInAnyOrderLeaveTheHolesBetweenThem() {
        assertThat(set(12, 3, 4, 6, 3).holes(set()).toString()).isEqualTo("[5, 7-11]");
        assertThat(set(2, 1, 3).holes(set())).isEmpty();
        assertThat(set(5).holes(set())).isEmpty();
    }

    @Test
    void whatOthersHaveIsNoHole() {
        assertThat(set(1, 10).holes(set(1, 2, 5, 10, 11)).toString()).isEqualTo("[3-4, 6-9]");
        assertThat(set(1, 4).holes(set(2, 3))).isEmpty();
    }

    @Test
    void itSaysTheSameAsASetOfAllNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NumberSet mine = new NumberSet();
        NumberSet others = new NumberSet();
        TreeSet<Long> all = new TreeSet<>();
        TreeSet<Long> theirs = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            long one = random.nextLong(500);
            long other = random.nextLong(500);
            mine.add(one);
            others.add(other);
            all.add(one);
            theirs.add(other);
        }

        List<Long> missing =
                LongStream.range(all.first(), all.last())
                        .boxed()
                        .filter(n -> !all.contains(n) && !theirs.contains(n))
                        .toList();
        assertThat(
                        mine.holes(others).stream()
                                .flatMap(hole ->
                                        LongStream.rangeClosed(hole.first(), hole.last()).boxed())
                                .toList())
                .as("seed " + seed)
                .isEqualTo(missing);
    }

    private static NumberSet set(long... numbers) {
        NumberSet set = new NumberSet();
        LongStream.of(numbers).forEach(set::add);
        return set;
    }
}
