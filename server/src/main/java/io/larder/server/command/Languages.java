package io.larder.server.command;

import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.attendance.AttendanceCommands;
import io.larder.server.protocol.canteen.CanteenCommands;
import io.larder.server.protocol.meeting.MeetingCommands;
import io.larder.server.record.Family;
import java.util.Optional;
import java.util.stream.Stream;

/// Which family orders things how.
public final class Languages {
    private Languages() {}

    /// The language of a family; empty while nobody can speak to it.
    public static Optional<CommandLanguage> of(Family family) {
        return switch (family) {
            case CANTEEN -> Optional.of(CanteenCommands.LANGUAGE);
            case ATTENDANCE -> Optional.of(AttendanceCommands.LANGUAGE);
            case MEETING -> Optional.of(MeetingCommands.LANGUAGE);
        };
    }

    /// In which an order to a terminal of `family` was given: that of the family, or another one
    /// that has its command, because the terminal was of another family then.
    public static Optional<CommandLanguage> of(Family family, Order order) {
        return Stream.concat(Stream.of(family), Stream.of(Family.values()))
                .flatMap(each -> of(each).stream())
                .filter(language -> language.knows(order))
                .findFirst();
    }
}
