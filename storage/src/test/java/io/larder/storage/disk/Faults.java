package io.larder.storage.disk;

import io.larder.storage.disk.SimulatedDisk.Call;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts the calls of a [SimulatedDisk] and knows which of them go wrong.
final class Faults {
    enum Effect {
        FAIL,
        FAIL_FOR_EVER,
        CUT
    }

    /// Fires at the `left`-th call of `kinds` from now.
    private static final class Fault {
        final Set<Call> kinds;
        final Effect effect;
        long left;

        Fault(Set<Call> kinds, long left, Effect effect) {
            this.kinds = kinds;
            this.left = left;
            this.effect = effect;
        }

        boolean fires() {
            left--;
            return left == 0 || (left < 0 && effect == Effect.FAIL_FOR_EVER);
        }
    }

    private final Map<Call, Long> counts = new EnumMap<>(Call.class);
    private final List<Fault> planned = new ArrayList<>();

    void plan(Set<Call> kinds, long k, Effect effect) {
        planned.add(new Fault(kinds, k, effect));
    }

    void clear() {
        planned.clear();
    }

    /// Counts a call and says what happens to it: `FAIL`, `CUT`, both or nothing.
    Set<Effect> meet(Call kind) {
        counts.merge(kind, 1L, Long::sum);
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        for (Fault fault : planned) {
            if (fault.kinds.contains(kind) && fault.fires()) {
                effects.add(fault.effect == Effect.CUT ? Effect.CUT : Effect.FAIL);
            }
        }
        return effects;
    }

    long calls() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    long calls(Call kind) {
        return counts.getOrDefault(kind, 0L);
    }
}
