package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Row;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// An upload that is an array of elements, as data: its `funcId`, the table of its records, the
/// names of its array (also as firmware spells it otherwise), whether its elements are pictures,
/// and what an element means. Source: PROTOCOL.md 6.7; trap T-099.
record ArrayUpload(
        String funcId,
        String table,
        List<String> arrays,
        boolean pictures,
        Function<Map<String, Object>, List<Row>> reader) {
    private static final List<ArrayUpload> ALL =
            List.of(
                    of("user", "USER", MeetingPeople::person, "users", "user"),
                    picture("userPhoto", "USERPIC", MeetingPhotos::person, "userPhotos"),
                    picture("bioPhoto", "BIOPHOTO", MeetingPhotos::face, "bioPhotos"),
                    of("multiCard", "MULTICARD", MeetingPeople::card, "multiCards", "multiCard"),
                    new ArrayUpload(
                            Verifications.FUNCTION,
                            "VERIFYLOG",
                            Verifications.ARRAYS,
                            false,
                            Verifications::read),
                    picture(
                            "verifyPhoto",
                            "VERIFYPHOTO",
                            MeetingPhotos::verification,
                            "verifyPhotos"));

    private static ArrayUpload of(
            String what,
            String table,
            Function<Map<String, Object>, List<Row>> reader,
            String... arrays) {
        return new ArrayUpload("dev.data.upload." + what, table, List.of(arrays), false, reader);
    }

    private static ArrayUpload picture(
            String what,
            String table,
            Function<Map<String, Object>, List<Row>> reader,
            String array) {
        return new ArrayUpload(
                "dev.data.upload." + what, table, List.of(array, what), true, reader);
    }

    /// The upload called `funcId`; empty when it is none of these.
    static Optional<ArrayUpload> find(String funcId) {
        return ALL.stream().filter(each -> each.funcId.equals(funcId)).findFirst();
    }

    static Stream<ArrayUpload> all() {
        return ALL.stream();
    }

    /// What stands in the array; one element may come without an array around it.
    List<?> elements(Message message) {
        for (String array : arrays) {
            switch (message.params().get(array)) {
                case List<?> list -> {
                    return list;
                }
                case Map<?, ?> one -> {
                    return List.of(one);
                }
                case null, default -> {
                    // The next name.
                }
            }
        }
        return List.of();
    }

    /// All rows, in order.
    List<Row> rows(Message message) {
        return elements(message).stream().flatMap(each -> rows(each).stream()).toList();
    }

    private List<Row> rows(Object element) {
        return element instanceof Map<?, ?>
                ? reader.apply(Values.asObject(element))
                : List.of(
                        new Row.Odd(
                                Bytes.utf8(String.valueOf(element)),
                                arrays.getFirst() + " has an element that is no object"));
    }
}
