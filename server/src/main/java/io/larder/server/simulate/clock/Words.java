package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.PackedTime;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// How one generation spells what it has to say. Pure: what goes in decides what comes out.
sealed interface Words permits ClassicWords, PushWords, HybridWords {
    DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    static Words of(Serial serial, Model model) {
        return switch (model.generation()) {
            case CLASSIC -> new ClassicWords(serial);
            case PUSH2 -> new PushWords(serial, model);
            case HYBRID -> new HybridWords(serial, model);
        };
    }

    Call hello();

    /// The `INFO` of a poll, as it stands in the target.
    String info(Flash flash);

    /// The name of an option with the bookmark of attendance, operations or photos.
    String stampName(Kind kind);

    /// The bookmark that an upload carries whose last row happened at `time`.
    default String stamp(LocalDateTime time) {
        return Long.toString(PackedTime.of(time));
    }

    /// Punches with `stamp`.
    Call punches(List<Punch> rows, String stamp);

    /// The table that a change is told in.
    String table(Change change);

    /// A user.
    String user(Person person);

    String template(Template template);

    /// Lines of one table.
    Call lines(String table, Bytes body, String stamp);

    Call photo(Photo photo, String stamp);

    /// The kinds of things that have a bookmark of their own.
    enum Kind {
        PUNCHES("AttLog", 0),
        CHANGES("OpLog", 1),
        PHOTOS("AttPhoto", 2);

        /// The name and the place in TransFlag (PROTOCOL.md 4.5).
        final String token;

        final int place;

        Kind(String token, int place) {
            this.token = token;
            this.place = place;
        }
    }

    static String operation(Change.Operation done) {
        return "OPLOG "
                + done.code()
                + "\t0\t"
                + TEXT.format(done.time())
                + "\t"
                + String.join("\t", done.objects());
    }

    static Bytes headedPhoto(Serial serial, String id, Photo photo) {
        String head =
                "PIN="
                        + id
                        + "\nSN="
                        + serial
                        + "\nsize="
                        + photo.jpeg().length()
                        + "\nCMD=uploadphoto\0";
        return Bytes.joined(List.of(Bytes.latin1(head), photo.jpeg()));
    }

    static String rows(List<Punch> rows, String tail) {
        StringBuilder body = new StringBuilder();
        for (Punch row : rows) {
            body.append(row.pin()).append('\t').append(TEXT.format(row.time()));
            body.append('\t').append(row.status()).append('\t').append(row.verify());
            body.append(tail).append('\n');
        }
        return body.toString();
    }
}
