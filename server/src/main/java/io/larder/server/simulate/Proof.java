package io.larder.server.simulate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What came of the obligations. A row that is present without having been acknowledged is in
/// order: it was stored and its answer was lost.
///
/// @param acknowledged ids the box said `OK` to
/// @param present different sent ids that are at headquarters
/// @param lost acknowledged, but not there
/// @param doubled there more than once
/// @param phantoms there, but never sent
/// @param examples some ids of the last three kinds, for the message
public record Proof(
        long acknowledged,
        long present,
        long lost,
        long doubled,
        long phantoms,
        List<String> examples) {
    private static final int EXAMPLES_PER_KIND = 5;

    static Proof of(
            long acknowledged,
            long present,
            Collection<String> lost,
            Collection<String> doubled,
            Collection<String> phantoms) {
        List<String> examples = new ArrayList<>();
        lost.stream()
                .sorted()
                .limit(EXAMPLES_PER_KIND)
                .map(id -> "lost " + id)
                .forEach(examples::add);
        doubled.stream()
                .sorted()
                .limit(EXAMPLES_PER_KIND)
                .map(id -> "doubled " + id)
                .forEach(examples::add);
        phantoms.stream()
                .sorted()
                .limit(EXAMPLES_PER_KIND)
                .map(id -> "phantom " + id)
                .forEach(examples::add);
        return new Proof(
                acknowledged,
                present,
                lost.size(),
                doubled.size(),
                phantoms.size(),
                List.copyOf(examples));
    }

    /// True when every obligation is met exactly once and nothing else is there.
    public boolean holds() {
        return lost == 0 && doubled == 0 && phantoms == 0;
    }

    /// One line for people, for example `1200 acknowledged, 1203 present, 0 lost, 0 doubled`.
    @Override
    public String toString() {
        String counts =
                "%d acknowledged, %d present, %d lost, %d doubled, %d never sent"
                        .formatted(acknowledged, present, lost, doubled, phantoms);
        return examples.isEmpty() ? counts : counts + ": " + String.join(", ", examples);
    }
}
