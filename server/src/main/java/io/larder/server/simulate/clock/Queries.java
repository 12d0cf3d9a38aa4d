package io.larder.server.simulate.clock;

import io.larder.server.simulate.Call;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Sends again what the box asks for. Data goes out before the reply of a query and after the one
/// of ACCOUNT and SYNC, which announce how much is about to come (PROTOCOL.md 3.5).
final class Queries {
    /// Marks rows that somebody asked for.
    private static final String ASKED = "0";

    private static final int MOST_ROWS = 100;
    private static final LocalDateTime NO_TIME = LocalDateTime.MIN;

    private final Model model;
    private final Words words;
    private final Flash flash;
    private final Uploads uploads;
    private final Ram ram;

    Queries(Model model, Words words, Flash flash, Uploads uploads, Ram ram) {
        this.model = model;
        this.words = words;
        this.flash = flash;
        this.uploads = uploads;
        this.ram = ram;
    }

    /// `DATA QUERY`.
    long obey(String table, Fields fields) {
        return switch (table) {
            case "USERINFO" -> users(fields);
            case "FINGERTMP" -> templates(fields, Template.FINGER);
            case "BIODATA" ->
                    model.generation() == Generation.HYBRID
                            ? templates(fields, fields.number("Type", -1))
                            : Store.PARAMETER;
            case "ATTLOG" ->
                    Times.read(fields, "StartTime", "EndTime")
                            .map(times -> punches(held(times), Optional.of(ASKED)))
                            .orElse(Store.PARAMETER);
            case "ATTPHOTO" ->
                    Times.read(fields, "StartTime", "EndTime")
                            .map(this::photos)
                            .orElse(Store.PARAMETER);
            default ->
                    model.generation() == Generation.HYBRID ? Store.UNSUPPORTED : Store.PARAMETER;
        };
    }

    List<Punch> held(Times times) {
        return flash.punches.between(times.from(), times.to());
    }

    /// Everything about people that happened here between two times.
    List<Change> changed(Times times) {
        return flash.changes.between(times.from(), times.to()).stream()
                .filter(Change::isAboutPeople)
                .filter(each -> uploads.line(each).isPresent())
                .toList();
    }

    /// Sends `rows`, with the bookmark of their own times when no other is given.
    long punches(List<Punch> rows, Optional<String> stamp) {
        for (int from = 0; from < rows.size(); from += MOST_ROWS) {
            List<Punch> some = rows.subList(from, Math.min(rows.size(), from + MOST_ROWS));
            data(words.punches(some, stamp.orElse(words.stamp(some.getLast().time()))));
        }
        return code(rows);
    }

    void changes(List<Change> changes) {
        for (Change change : changes) {
            uploads.line(change)
                    .ifPresent(line -> line(words.table(change), line, words.stamp(change.time())));
        }
    }

    private long photos(Times times) {
        List<Photo> photos = flash.photos.between(times.from(), times.to());
        photos.forEach(photo -> data(words.photo(photo, ASKED)));
        return code(photos);
    }

    private long users(Fields fields) {
        List<Person> people =
                fields.has("PIN")
                        ? flash.person(fields.text("PIN", "")).stream().toList()
                        : List.copyOf(flash.people.values());
        for (Person each : people) {
            String table = words.table(new Change.User(NO_TIME, each.pin()));
            line(table, words.user(each), ASKED);
        }
        return code(people);
    }

    private long templates(Fields fields, int type) {
        int no = fields.number("No", fields.number("FingerID", fields.number("FID", -1)));
        Predicate<Template> wanted =
                each ->
                        each.type() == type
                                && each.pin().equals(fields.text("PIN", each.pin()))
                                && (no < 0 || each.no() == no);
        List<Template> found = flash.templates(wanted);
        for (Template each : found) {
            String table = words.table(new Change.Taken(NO_TIME, each.slot()));
            line(table, words.template(each), ASKED);
        }
        return code(found);
    }

    private void line(String table, String line, String stamp) {
        data(words.lines(table, uploads.bytes(line + "\n"), stamp));
    }

    private void data(Call call) {
        ram.answers.add(new Said.Data(call));
    }

    /// Terminals of today say -1 when they have nothing of the kind.
    private long code(List<?> found) {
        boolean minus = found.isEmpty() && model.generation() == Generation.HYBRID;
        return minus ? Store.PARAMETER : Store.DONE;
    }
}
