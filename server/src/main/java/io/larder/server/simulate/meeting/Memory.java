package io.larder.server.simulate.meeting;

import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/// What a meeting terminal keeps through a power cut. The tables may be read while it works; the
/// rest belongs to the terminal's own thread.
public final class Memory {
    private final Map<String, Map<String, Object>> users = new ConcurrentSkipListMap<>();
    private final Map<String, Set<String>> cards = new ConcurrentSkipListMap<>();
    private final Map<String, String> userPhotos = new ConcurrentSkipListMap<>();
    private final Map<String, String> bioPhotos = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, Object>> meetings = new ConcurrentSkipListMap<>();
    private final Map<String, Set<String>> members = new ConcurrentSkipListMap<>();
    private final Map<String, String> options = new ConcurrentSkipListMap<>();

    /// What the box gave at the first log-in; empty before.
    String authCode = "";

    String secret = "";

    /// What the terminal's clock shows.
    OffsetDateTime time;

    long lastLogId;

    /// The last number of a message; a later life of the terminal must not use it again.
    long lastMid;

    final Deque<Errand> errands = new ArrayDeque<>();

    Memory(OffsetDateTime time, long lastLogId, long lastMid) {
        this.time = time;
        this.lastLogId = lastLogId;
        this.lastMid = lastMid;
    }

    /// Pin to fields as the box, or the enrolment, said them last.
    public Map<String, Map<String, Object>> users() {
        return users;
    }

    /// Pin to `card/type/lossFlag`.
    public Map<String, Set<String>> cards() {
        return cards;
    }

    /// Pin to SHA-256 in hex.
    public Map<String, String> userPhotos() {
        return userPhotos;
    }

    /// `pin/type/no` to SHA-256 in hex.
    public Map<String, String> bioPhotos() {
        return bioPhotos;
    }

    /// Id to fields.
    public Map<String, Map<String, Object>> meetings() {
        return meetings;
    }

    /// Id of a meeting to pins.
    public Map<String, Set<String>> members() {
        return members;
    }

    /// Of the room.
    public Map<String, String> options() {
        return options;
    }

    /// Fields that are not said stay.
    static void merge(
            Map<String, Map<String, Object>> table, String key, Map<String, Object> said) {
        Map<String, Object> merged = new TreeMap<>(table.getOrDefault(key, Map.of()));
        merged.putAll(new HashMap<>(said));
        table.put(key, Map.copyOf(merged));
    }

    static void add(Map<String, Set<String>> table, String key, String element) {
        Set<String> more = new TreeSet<>(table.getOrDefault(key, Set.of()));
        more.add(element);
        table.put(key, Set.copyOf(more));
    }

    /// Everybody, and what belongs to them.
    void clearUsers() {
        users.clear();
        cards.clear();
        userPhotos.clear();
        bioPhotos.clear();
    }

    void forget(String pin) {
        users.remove(pin);
        cards.remove(pin);
        userPhotos.remove(pin);
        bioPhotos.keySet().removeIf(key -> key.startsWith(pin + "/"));
    }
}
