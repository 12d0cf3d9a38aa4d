package io.larder.server.exchange.meeting;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a terminal can ask for, under its exact name: the names follow no rule (trap T-103).
/// Source: best_funcids.csv.
enum MeetingCall {
    PUBLIC_KEY("device.exchange.publicKey"),
    FACTOR("device.exchange.factor"),
    REGISTER("dev.register"),
    ACCREDIT("dev.accredit"),
    LOGIN("dev.login"),
    REPORT("dev.report"),
    HEARTBEAT("dev.heartbeat"),
    TIME("dev.system.sync.time"),
    REPLY("dev.cmd.response"),
    FILE_START("dev.file.upload.start"),
    FILE_PACKAGE("dev.file.upload.package"),
    FILE_END("dev.file.upload.end"),
    USER("dev.data.upload.user"),
    USER_PHOTO("dev.data.upload.userPhoto"),
    BIO_PHOTO("dev.data.upload.bioPhoto"),
    MULTI_CARD("dev.data.upload.multiCard"),
    VERIFY_LOG("dev.data.upload.verifyLog"),
    VERIFY_PHOTO("dev.data.upload.verifyPhoto"),
    OPTION("dev.option.upload");

    private static final Map<String, MeetingCall> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(MeetingCall::funcId, Function.identity()));

    private final String funcId;

    MeetingCall(String funcId) {
        this.funcId = funcId;
    }

    String funcId() {
        return funcId;
    }

    static Optional<MeetingCall> of(String funcId) {
        return Optional.ofNullable(BY_NAME.get(funcId));
    }

    /// All names.
    static List<String> names() {
        return Arrays.stream(values()).map(MeetingCall::funcId).toList();
    }
}
