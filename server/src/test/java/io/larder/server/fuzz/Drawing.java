package io.larder.server.fuzz;

import java.util.List;
import java.util.Random;

/// Inputs without end from one seed: each is one of the corpus, mostly wrong in a few places.
final class Drawing {
    private final Random random;
    private final Changes changes;
    private final List<byte[]> corpus;

    Drawing(long seed, List<Corpus.Seed> seeds) {
        random = new Random(seed);
        changes = new Changes(random);
        corpus = seeds.stream().map(each -> each.input().toArray()).toList();
    }

    byte[] next() {
        return changes.changed(corpus.get(random.nextInt(corpus.size())), corpus);
    }
}
