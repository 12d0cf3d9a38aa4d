package io.larder.server.simulate.clock;

import io.larder.server.simulate.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What truly happened at a terminal, for an oracle: nothing that befalls the terminal changes it.
public final class Diary {
    /// A command that was carried out or refused.
    ///
    /// @param text without `C:<id>:`, one character per byte
    /// @param code what the terminal returned; 0 for a REBOOT, which returns nothing
    public record Obeyed(String id, String text, long code) {}

    private final List<Punch> punches = new ArrayList<>();
    private final Set<Punch> acknowledgedPunches = new LinkedHashSet<>();
    private final Map<String, String> photos = new LinkedHashMap<>();
    private final Set<String> acknowledgedPhotos = new HashSet<>();
    private final List<Obeyed> obeyed = new ArrayList<>();
    private int failures;

    Diary() {}

    /// All that were ever made, in order.
    public List<Punch> punches() {
        return List.copyOf(punches);
    }

    /// Those that the box said `OK` to.
    public Set<Punch> acknowledgedPunches() {
        return Set.copyOf(acknowledgedPunches);
    }

    /// All that were ever taken: id to SHA-256 in hex.
    public Map<String, String> photos() {
        return Map.copyOf(photos);
    }

    /// Ids of those that the box said `OK` to.
    public Set<String> acknowledgedPhotos() {
        return Set.copyOf(acknowledgedPhotos);
    }

    /// In order; a command that came twice stands here twice.
    public List<Obeyed> obeyed() {
        return List.copyOf(obeyed);
    }

    /// Requests that were refused, or whose answer was lost.
    public int failures() {
        return failures;
    }

    /// Those that were made after the first `count`.
    List<Punch> punchesAfter(int count) {
        return List.copyOf(punches.subList(count, punches.size()));
    }

    /// How many commands were carried out or refused.
    int commands() {
        return obeyed.size();
    }

    void made(Punch punch) {
        punches.add(punch);
    }

    void taken(Photo photo) {
        photos.put(photo.id(), photo.sha256());
    }

    void acknowledged(List<Punch> rows) {
        acknowledgedPunches.addAll(rows);
    }

    void acknowledged(Photo photo) {
        acknowledgedPhotos.add(photo.id());
    }

    void obeyed(Order order, long code) {
        obeyed.add(new Obeyed(order.id(), order.text(), code));
    }

    boolean hasPhoto(String id) {
        return photos.containsKey(id);
    }

    void failed() {
        failures++;
    }
}
