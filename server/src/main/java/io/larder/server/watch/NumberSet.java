package io.larder.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Numbers as ranges: small as long as they come nearly without holes, in whatever order.
final class NumberSet {
    /// First to last, both in it.
    record Range(long first, long last) {
        long size() {
            return last - first + 1;
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    void add(long number) {
        Map.Entry<Long, Long> before = ranges.floorEntry(number);
        if (before != null && before.getValue() >= number) {
            return;
        }
        long first = before != null && before.getValue() == number - 1 ? before.getKey() : number;
        Long behind = ranges.remove(number + 1);
        ranges.put(first, behind == null ? Long.valueOf(number) : behind);
    }

    boolean contains(long number) {
        Map.Entry<Long, Long> at = ranges.floorEntry(number);
        return at != null && at.getValue() >= number;
    }

    long first() {
        return ranges.firstKey();
    }

    long last() {
        return ranges.lastEntry().getValue();
    }

    /// What is missing between the first and the last number, except what `others` has.
    List<Range> holes(NumberSet others) {
        List<Range> holes = new ArrayList<>();
        long next = first();
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            if (range.getKey() > next) {
                others.cut(new Range(next, range.getKey() - 1), holes);
            }
            next = range.getValue() + 1;
        }
        return holes;
    }

    private void cut(Range hole, List<Range> into) {
        long next = hole.first();
        Map.Entry<Long, Long> at = ranges.floorEntry(next);
        long from = at == null ? next : at.getKey();
        for (Map.Entry<Long, Long> range :
                ranges.subMap(from, true, hole.last(), true).entrySet()) {
            if (range.getKey() > next) {
                into.add(new Range(next, range.getKey() - 1));
            }
            next = Math.max(next, range.getValue() + 1);
        }
        if (next <= hole.last()) {
            into.add(new Range(next, hole.last()));
        }
    }
}
