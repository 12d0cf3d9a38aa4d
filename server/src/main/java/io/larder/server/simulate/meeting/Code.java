package io.larder.server.simulate.meeting;

/// What a terminal says about a command. The maker's table is lost; these have its shape
/// (PROTOCOL.md 6.2).
enum Code {
    DONE("00000000", "success"),
    WRONG_FIELD("D01E0001", "field missing or wrong"),
    UNKNOWN("D01E0002", "unknown function"),
    NOT_FETCHED("D01E0003", "file cannot be fetched"),
    NO_USER("D01E0004", "no such user"),
    NO_MEETING("D01E0005", "no such meeting");

    private final String code;
    private final String note;

    Code(String code, String note) {
        this.code = code;
        this.note = note;
    }

    String code() {
        return code;
    }

    String note() {
        return note;
    }
}
