package io.larder.server.simulate.clock;

import io.larder.server.simulate.PackedTime;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Things in the order in which they happened, and how many of them the box has.
final class Trail<T> {
    private final Function<T, LocalDateTime> time;
    private final List<T> all = new ArrayList<>();
    private int sent;

    Trail(Function<T, LocalDateTime> time) {
        this.time = time;
    }

    void add(T one) {
        all.add(one);
    }

    List<T> all() {
        return List.copyOf(all);
    }

    /// Those between two times, both included.
    List<T> between(LocalDateTime from, LocalDateTime to) {
        return all.stream()
                .filter(each -> !time.apply(each).isBefore(from) && !time.apply(each).isAfter(to))
                .toList();
    }

    /// The next ones that the box does not have, at most so many.
    List<T> waiting(int most) {
        return List.copyOf(all.subList(sent, Math.min(all.size(), sent + most)));
    }

    boolean hasWaiting() {
        return sent < all.size();
    }

    /// The box has `count` more.
    void sent(int count) {
        sent = Math.min(all.size(), sent + count);
    }

    /// Goes back to the first one after `stamp` if the box says that it has less than was thought:
    /// `0` and `None` are nothing at all, packed seconds are a time, any other text says nothing.
    void resume(String stamp) {
        if (stamp.equals("0") || stamp.equals("None")) {
            sent = 0;
        } else if (stamp.matches("[1-9]\\d{8,9}")) {
            LocalDateTime had = PackedTime.read(Long.parseLong(stamp));
            sent = Math.min(sent, firstWith(each -> time.apply(each).isAfter(had)));
        }
    }

    /// From now on the box has none of them.
    void forget() {
        sent = 0;
    }

    void clear() {
        all.clear();
        sent = 0;
    }

    int size() {
        return all.size();
    }

    private int firstWith(Predicate<T> wanted) {
        int place = 0;
        while (place < all.size() && !wanted.test(all.get(place))) {
            place++;
        }
        return place;
    }
}
