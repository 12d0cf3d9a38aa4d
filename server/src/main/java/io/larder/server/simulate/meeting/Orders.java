package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.clock.Imprints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Carries commands out on the terminal's tables (PROTOCOL.md 6.8), or refuses them.
final class Orders {
    /// Gets files from the box.
    interface Fetcher {
        Optional<Bytes> fetch(String url) throws InterruptedException;
    }

    private final Memory memory;
    private final Examiner examiner;
    private final Fetcher fetcher;

    Orders(Memory memory, Examiner examiner, Fetcher fetcher) {
        this.memory = memory;
        this.examiner = examiner;
        this.fetcher = fetcher;
    }

    Code obey(Command command) throws InterruptedException {
        Optional<Function> function = Function.of(command.funcId());
        if (function.isEmpty()) {
            examiner.find("command that nobody knows: " + command);
            return Code.UNKNOWN;
        }
        return examiner.isComplete(function.get(), command)
                ? obey(function.get(), command)
                : Code.WRONG_FIELD;
    }

    private Code obey(Function function, Command command) throws InterruptedException {
        Map<String, Object> params = command.params();
        List<Map<String, Object>> elements = command.elements(function.array());
        return switch (function) {
            case UPDATE_USER -> each(elements, this::user);
            case UPDATE_MEETING -> each(elements, this::meeting);
            case UPDATE_MEMBER -> each(elements, this::member);
            case UPDATE_CARD -> each(elements, this::card);
            case UPDATE_BIO_PHOTO -> bioPhotos(elements);
            case DELETE_USER -> done(() -> Command.texts(params, "pins").forEach(memory::forget));
            case DELETE_CARD -> without(memory.cards(), params, "pins");
            case DELETE_USER_PHOTO -> without(memory.userPhotos(), params, "pins");
            case DELETE_BIO_PHOTO -> each(elements, this::noBioPhoto);
            case DELETE_MEETING -> noMeetings(params);
            case DELETE_MEMBER -> noMembers(params);
            case CLEAR_USER -> done(memory::clearUsers);
            case CLEAR_CARD -> done(memory.cards()::clear);
            case CLEAR_ALL -> clearAll();
            case SET_OPTION -> options(Values.object(params, "option"));
            // What these ask for follows the reply.
            case QUERY_USER, REBOOT, SYNC_TIME -> Code.DONE;
        };
    }

    private interface One {
        Code take(Map<String, Object> element);
    }

    /// The first refusal counts; elements before it are taken, which is what firmware does.
    private static Code each(List<Map<String, Object>> elements, One one) {
        return elements.stream()
                .map(one::take)
                .filter(code -> code != Code.DONE)
                .findFirst()
                .orElse(Code.DONE);
    }

    private static Code done(Runnable effect) {
        effect.run();
        return Code.DONE;
    }

    private Code user(Map<String, Object> user) {
        Memory.merge(memory.users(), Values.text(user, "pin"), user);
        return Code.DONE;
    }

    private Code meeting(Map<String, Object> meeting) {
        Memory.merge(memory.meetings(), Values.text(meeting, "id"), meeting);
        return Code.DONE;
    }

    private Code member(Map<String, Object> member) {
        String id = Values.text(member, "meetingId");
        if (!memory.meetings().containsKey(id)) {
            return Code.NO_MEETING;
        }
        Command.texts(member, "pins").forEach(pin -> Memory.add(memory.members(), id, pin));
        return Code.DONE;
    }

    private Code card(Map<String, Object> card) {
        String pin = Values.text(card, "pin");
        if (!memory.users().containsKey(pin)) {
            return Code.NO_USER;
        }
        Set<String> others = new TreeSet<>(memory.cards().getOrDefault(pin, Set.of()));
        others.removeIf(it -> it.startsWith(Values.text(card, "card") + "/"));
        others.add(cardText(card));
        memory.cards().put(pin, Set.copyOf(others));
        return Code.DONE;
    }

    private static String cardText(Map<String, Object> card) {
        return Values.text(card, "card")
                + "/"
                + Values.text(card, "type")
                + "/"
                + Values.text(card, "lossFlag");
    }

    private Code bioPhotos(List<Map<String, Object>> photos) throws InterruptedException {
        for (Map<String, Object> photo : photos) {
            String pin = Values.text(photo, "pin");
            if (!memory.users().containsKey(pin)) {
                return Code.NO_USER;
            }
            Optional<Bytes> jpeg = fetcher.fetch(Values.text(photo, "url"));
            if (jpeg.isEmpty()) {
                examiner.find("photo cannot be fetched: " + photo);
                return Code.NOT_FETCHED;
            }
            memory.bioPhotos().put(place(photo), Imprints.digest("SHA-256", jpeg.get()));
        }
        return Code.DONE;
    }

    private static String place(Map<String, Object> photo) {
        String no = Values.text(photo, "no");
        return Values.text(photo, "pin")
                + "/"
                + Values.text(photo, "type")
                + "/"
                + (no.isEmpty() ? "0" : no);
    }

    /// Without type: all types; without pin: everybody (trap T-114).
    private Code noBioPhoto(Map<String, Object> photo) {
        String pin = Values.text(photo, "pin");
        String type = Values.text(photo, "type");
        if (pin.isEmpty() && type.isEmpty()) {
            examiner.find("a command that erases the photos of everybody");
        }
        memory.bioPhotos()
                .keySet()
                .removeIf(key ->
                        (pin.isEmpty() || key.startsWith(pin + "/"))
                                && (type.isEmpty() || key.contains("/" + type + "/")));
        return Code.DONE;
    }

    private static Code without(Map<String, ?> table, Map<String, Object> params, String keys) {
        table.keySet().removeAll(Command.texts(params, keys));
        return Code.DONE;
    }

    private Code noMeetings(Map<String, Object> params) {
        without(memory.members(), params, "meetings");
        return without(memory.meetings(), params, "meetings");
    }

    private Code noMembers(Map<String, Object> params) {
        String id = Values.text(params, "meetingId");
        Set<String> left = new TreeSet<>(memory.members().getOrDefault(id, Set.of()));
        left.removeAll(Command.texts(params, "pins"));
        memory.members().put(id, Set.copyOf(left));
        return Code.DONE;
    }

    private Code clearAll() {
        memory.clearUsers();
        memory.meetings().clear();
        memory.members().clear();
        return Code.DONE;
    }

    private Code options(Map<String, Object> option) {
        if (Values.text(option, "meetRoomName").isEmpty()
                || Values.text(option, "meetRoomCapacity").isEmpty()) {
            examiner.find("options without name or capacity: " + option);
            return Code.WRONG_FIELD;
        }
        option.keySet().forEach(name -> memory.options().put(name, Values.text(option, name)));
        return Code.DONE;
    }
}
