package io.larder.server.simulate.meeting;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the box may tell a terminal to do, with what must be said (PROTOCOL.md 6.8): the array of
/// elements, empty when the parameters are flat, and the fields of each element or of the
/// parameters.
enum Function {
    UPDATE_USER(
            "cmd.data.update.user", "users", "pin", "role", "firstName", "funSwitch", "disable"),
    UPDATE_MEETING(
            "cmd.data.update.meeting",
            "meeting",
            "name",
            "id",
            "startTime",
            "endTime",
            "applicant",
            "lastSignOutTime"),
    UPDATE_MEMBER("cmd.data.update.meetingMember", "members", "meetingId", "pins"),
    UPDATE_CARD("cmd.data.update.multiCard", "multiCards", "pin", "card", "type", "lossFlag"),
    UPDATE_BIO_PHOTO("cmd.data.update.bioPhoto", "bioPhotos", "pin", "type", "url"),
    DELETE_USER("cmd.data.delete.user", "", "pins"),
    DELETE_CARD("cmd.data.delete.multiCard", "", "pins"),
    DELETE_USER_PHOTO("cmd.data.delete.userPhoto", "", "pins"),
    DELETE_BIO_PHOTO("cmd.data.delete.bioPhoto", "bioPhotos"),
    DELETE_MEETING("cmd.data.delete.meeting", "", "meetings"),
    DELETE_MEMBER("cmd.data.delete.meetingMember", "", "meetingId", "pins"),
    QUERY_USER("cmd.data.query.user", ""),
    CLEAR_USER("cmd.data.clear.user", ""),
    CLEAR_CARD("cmd.data.clear.multiCard", ""),
    CLEAR_ALL("cmd.data.clear.all", ""),
    SET_OPTION("cmd.option.set", ""),
    REBOOT("cmd.control.reboot", ""),
    SYNC_TIME("cmd.system.sync.time", "");

    private final String funcId;
    private final String array;
    private final String required;

    Function(String funcId, String array, String... required) {
        this.funcId = funcId;
        this.array = array;
        this.required = String.join(" ", required);
    }

    static Optional<Function> of(String funcId) {
        return Arrays.stream(values()).filter(each -> each.funcId.equals(funcId)).findFirst();
    }

    String funcId() {
        return funcId;
    }

    String array() {
        return array;
    }

    List<String> required() {
        return required.isEmpty() ? List.of() : List.of(required.split(" "));
    }
}
