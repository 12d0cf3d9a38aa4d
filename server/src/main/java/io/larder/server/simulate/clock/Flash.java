package io.larder.server.simulate.clock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What survives a power cut.
final class Flash {
    final Map<String, Person> people = new LinkedHashMap<>();
    final Map<Template.Slot, Template> templates = new LinkedHashMap<>();

    /// Pin to base64.
    final Map<String, String> pictures = new LinkedHashMap<>();

    /// Pin to base64.
    final Map<String, String> comparisons = new LinkedHashMap<>();

    /// Messages, time zones and lock groups: `TABLE/key` to their fields.
    final Map<String, Map<String, String>> tables = new TreeMap<>();

    final Map<String, String> options = new TreeMap<>();
    final Trail<Punch> punches = new Trail<>(Punch::time);
    final Trail<Change> changes = new Trail<>(Change::time);
    final Trail<Photo> photos = new Trail<>(Photo::time);

    Optional<Person> person(String pin) {
        return Optional.ofNullable(people.get(pin));
    }

    List<Template> templates(Predicate<Template> wanted) {
        return templates.values().stream().filter(wanted).toList();
    }

    long count(int type) {
        return templates.values().stream().filter(each -> each.type() == type).count();
    }

    /// The person and all that belongs to them.
    void forget(String pin) {
        people.remove(pin);
        templates.values().removeIf(each -> each.pin().equals(pin));
        pictures.remove(pin);
        comparisons.remove(pin);
        tables.remove("USER_SMS/" + pin);
    }

    /// All but settings.
    void clear() {
        people.clear();
        templates.clear();
        pictures.clear();
        comparisons.clear();
        tables.clear();
        punches.clear();
        changes.clear();
        photos.clear();
    }
}
