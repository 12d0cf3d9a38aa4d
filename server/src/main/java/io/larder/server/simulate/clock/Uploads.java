package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a terminal sends by itself: who changed before who punched, and pictures last.
final class Uploads {
    private static final int MOST_ROWS = 100;
    private static final int MOST_BYTES = 32 * 1024;

    private final Model model;
    private final Words words;
    private final Flash flash;
    private final Diary diary;

    Uploads(Model model, Words words, Flash flash, Diary diary) {
        this.model = model;
        this.words = words;
        this.flash = flash;
        this.diary = diary;
    }

    /// The next one, as far as the box wants it.
    Optional<Errand> next(Told told) {
        Optional<Errand> changes = told.wants(Words.Kind.CHANGES) ? changes() : Optional.empty();
        if (changes.isPresent()) {
            return changes;
        }
        if (told.wants(Words.Kind.PUNCHES) && flash.punches.hasWaiting()) {
            return Optional.of(punches());
        }
        return told.wants(Words.Kind.PHOTOS)
                ? flash.photos.waiting(1).stream().findFirst().map(this::photo)
                : Optional.empty();
    }

    private Errand punches() {
        List<Punch> rows = flash.punches.waiting(MOST_ROWS);
        String stamp = words.stamp(rows.getLast().time());
        return Errand.upload(
                words.punches(rows, stamp),
                () -> {
                    flash.punches.sent(rows.size());
                    diary.acknowledged(rows);
                });
    }

    private Errand photo(Photo photo) {
        return Errand.upload(
                words.photo(photo, words.stamp(photo.time())),
                () -> {
                    flash.photos.sent(1);
                    diary.acknowledged(photo);
                });
    }

    /// Changes of one table. Those whose person is gone have nothing left to say.
    private Optional<Errand> changes() {
        while (flash.changes.hasWaiting()) {
            List<Change> waiting = flash.changes.waiting(MOST_ROWS);
            Change first = waiting.getFirst();
            String table = words.table(first);
            StringBuilder body = new StringBuilder();
            List<Change> told = new ArrayList<>();
            for (Change change : waiting) {
                if (!words.table(change).equals(table) || body.length() > MOST_BYTES) {
                    break;
                }
                line(change).ifPresent(line -> body.append(line).append('\n'));
                told.add(change);
            }
            if (!body.isEmpty()) {
                String stamp = words.stamp(told.getLast().time());
                int count = told.size();
                return Optional.of(
                        Errand.upload(
                                words.lines(table, bytes(body), stamp),
                                () -> flash.changes.sent(count)));
            }
            flash.changes.sent(told.size());
        }
        return Optional.empty();
    }

    /// What `change` comes to now; empty when what changed is gone.
    Optional<String> line(Change change) {
        return switch (change) {
            case Change.Operation done -> Optional.of(Words.operation(done));
            case Change.User(_, String pin) -> flash.person(pin).map(words::user);
            case Change.Taken(_, Template.Slot slot) ->
                    Optional.ofNullable(flash.templates.get(slot)).map(words::template);
            case Change.Picture(_, String pin) ->
                    Optional.ofNullable(flash.pictures.get(pin))
                            .map(content -> picture("USERPIC", pin, "", content));
            case Change.Comparison(_, String pin) ->
                    Optional.ofNullable(flash.comparisons.get(pin))
                            .map(content -> picture("BIOPHOTO", pin, "Type=9\t", content));
        };
    }

    Bytes bytes(CharSequence text) {
        return Bytes.of(text.toString().getBytes(model.charset()));
    }

    private static String picture(String tag, String pin, String more, String content) {
        return "%s PIN=%s\tFileName=%s.jpg\t%sSize=%d\tContent=%s"
                .formatted(tag, pin, pin, more, content.length(), content);
    }
}
