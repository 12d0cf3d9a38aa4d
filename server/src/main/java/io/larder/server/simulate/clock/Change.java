package io.larder.server.simulate.clock;

import java.time.LocalDateTime;
import java.util.List;

/// Something that happened at the terminal and is to be told. A change of a person says only whose
/// it is: what is told is what stands in the flash when it is told.
sealed interface Change {
    LocalDateTime time();

    /// An operation (PROTOCOL.md table oplog_codes).
    record Operation(LocalDateTime time, int code, List<String> objects) implements Change {
        static final int POWER_ON = 0;
        static final int NOT_RECOGNISED = 2;
        static final int FINGER_ENROLLED = 6;
        static final int USER_DELETED = 9;
        static final int USER_ENROLLED = 30;
        static final int FACE_ENROLLED = 65;
        static final int PICTURE_ENROLLED = 68;

        static Operation of(LocalDateTime time, int code, Object... objects) {
            return new Operation(
                    time, code, List.of(text(objects, 0), text(objects, 1), text(objects, 2), "0"));
        }

        private static String text(Object[] objects, int place) {
            return place < objects.length ? objects[place].toString() : "0";
        }
    }

    /// Somebody was enrolled or changed.
    record User(LocalDateTime time, String pin) implements Change {}

    /// A template was taken.
    record Taken(LocalDateTime time, Template.Slot slot) implements Change {}

    /// A picture for the screen was taken.
    record Picture(LocalDateTime time, String pin) implements Change {}

    /// A picture to compare faces with was taken.
    record Comparison(LocalDateTime time, String pin) implements Change {}

    /// What SYNC sends: everything about people, and no operations.
    default boolean isAboutPeople() {
        return !(this instanceof Operation);
    }
}
