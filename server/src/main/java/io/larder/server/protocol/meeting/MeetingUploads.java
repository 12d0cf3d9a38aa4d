package io.larder.server.protocol.meeting;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a meeting terminal is told about its upload before anything of it is stored. Refused is
/// only what is wrong as a whole: then nothing is lost, the terminal keeps it. One odd element
/// among good ones is no reason: the message is taken, and the element goes to quarantine. Source:
/// PROTOCOL.md 6.2, 6.7.
public final class MeetingUploads {
    /// Uploads that are no arrays.
    private static final List<String> OTHERS =
            List.of(
                    MeetingTables.REPORT,
                    MeetingTables.OPTIONS,
                    Message.REPLY,
                    FileStep.START,
                    FileStep.PACKAGE,
                    FileStep.END);

    /// The functions that are uploads: what is kept in the journal.
    public static final Set<String> FUNCTIONS =
            Stream.concat(ArrayUpload.all().map(ArrayUpload::funcId), OTHERS.stream())
                    .collect(Collectors.toUnmodifiableSet());

    /// Why a message is not taken.
    public record Refusal(Fault fault, String why) {}

    private MeetingUploads() {}

    /// Why an upload is not taken; empty when it is.
    public static Optional<Refusal> refusal(Message message) {
        return mid(message)
                .or(() ->
                        FUNCTIONS.contains(message.funcId())
                                ? Optional.empty()
                                : refused(
                                        Fault.UNKNOWN_FUNCTION,
                                        "there is no function '" + message.funcId() + "'"))
                .or(() ->
                        FileStep.read(message)
                                .flatMap(step ->
                                        step instanceof FileStep.Wrong(Fault fault, String why)
                                                ? refused(fault, why)
                                                : Optional.empty()))
                .or(() ->
                        ArrayUpload.find(message.funcId())
                                .flatMap(upload -> elements(upload, message)));
    }

    private static Optional<Refusal> mid(Message message) {
        if (message.mid().length() > Message.MID_LIMIT) {
            return refused(
                    Fault.WRONG_FIELD,
                    "mid has "
                            + message.mid().length()
                            + " characters, expected at most "
                            + Message.MID_LIMIT);
        }
        return message.mid().isEmpty() && !message.funcId().equals(Message.REPLY)
                ? refused(Fault.WRONG_FIELD, "mid is missing")
                : Optional.empty();
    }

    private static Optional<Refusal> elements(ArrayUpload upload, Message message) {
        List<?> elements = upload.elements(message);
        if (elements.isEmpty()) {
            return refused(
                    Fault.WRONG_FIELD,
                    upload.arrays().getFirst() + " is missing or has no element");
        }
        boolean nothing =
                upload.pictures()
                        && elements.stream()
                                .allMatch(each ->
                                        each instanceof Map<?, ?>
                                                && MeetingPhotos.isEmpty(Values.asObject(each)));
        return nothing
                ? refused(Fault.WRONG_FIELD, "content and contentFileId are both empty")
                : Optional.empty();
    }

    private static Optional<Refusal> refused(Fault fault, String why) {
        return Optional.of(new Refusal(fault, why));
    }
}
