package io.larder.server.exchange.meeting;

import io.larder.server.exchange.Confidential;
import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;

/// Writes messages down as they came.
final class Keeper {
    /// What became of a message: durable, or why not.
    sealed interface Kept {
        record Durable(Receipt receipt) implements Kept {}

        record Not(Said said) implements Kept {}
    }

    private final Intake intake;
    private final Terminals terminals;
    private final BoxClock clock;

    Keeper(Intake intake, Terminals terminals, BoxClock clock) {
        this.intake = intake;
        this.terminals = terminals;
        this.clock = clock;
    }

    /// Returns when the message is durable or was refused, so that the terminal keeps it.
    Kept keep(Serial serial, String peer, MeetingCall call, Bytes text) {
        byte[] payload = new Upload(MeetingTables.METHOD, call.funcId(), peer, text).write();
        Draft draft =
                new Draft(
                        EntryKind.UPLOAD,
                        serial.text(),
                        payload,
                        isDeferrable(call),
                        Confidential.isSecretMessage(call.funcId(), text),
                        clock.stamp());
        return switch (intake.append(draft)) {
            case Receipt receipt -> {
                terminals.heard(serial, clock.now(), peer, receipt.seq());
                yield new Kept.Durable(receipt);
            }
            case Refused refused -> new Kept.Not(new Said.Not(fault(refused), refused.why()));
        };
    }

    private static Fault fault(Refused refused) {
        return switch (refused.reason()) {
            case TOO_LARGE -> Fault.TOO_LARGE;
            case BUSY, CLOSED, FULL, FAILED -> Fault.TRY_AGAIN;
        };
    }

    /// Pictures and files are large and can wait when there is little room.
    private static boolean isDeferrable(MeetingCall call) {
        return switch (call) {
            case USER_PHOTO, BIO_PHOTO, VERIFY_PHOTO, FILE_START, FILE_PACKAGE, FILE_END -> true;
            case PUBLIC_KEY,
                    FACTOR,
                    REGISTER,
                    ACCREDIT,
                    LOGIN,
                    REPORT,
                    HEARTBEAT,
                    TIME,
                    REPLY,
                    USER,
                    MULTI_CARD,
                    VERIFY_LOG,
                    OPTION ->
                    false;
        };
    }
}
