package io.larder.server.simulate.clock;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The conversation with the box from power on to power off: initialise first, then replies and
/// asked-for data, then what happened, and polls when nothing else is to be said.
final class Talk {
    private static final int REPLIES_TOGETHER = 20;

    private final Serial serial;
    private final Model model;
    private final Words words;
    private final Flash flash;
    private final Diary diary;
    private final Uploads uploads;
    private final Ram ram = new Ram();
    private final Obedience obedience;

    Talk(
            Serial serial,
            Model model,
            Words words,
            Flash flash,
            Diary diary,
            Sensors sensors,
            Uploads uploads) {
        this.serial = serial;
        this.model = model;
        this.words = words;
        this.flash = flash;
        this.diary = diary;
        this.uploads = uploads;
        Queries queries = new Queries(model, words, flash, uploads, ram);
        DataOrders data = new DataOrders(model, flash, new Store(model, flash), queries);
        this.obedience = new Obedience(serial, model, flash, ram, diary, sensors, queries, data);
    }

    /// Sends `call` until the box says `OK`, before anything else that waits.
    void say(Call call) {
        ram.answers.add(new Said.Data(call));
    }

    boolean wantsRestart() {
        return ram.restartDue && ram.open.isEmpty() && ram.answers.isEmpty();
    }

    boolean isQuiet() {
        return ram.initialised
                && !ram.restartDue
                && !ram.reloadDue
                && ram.open.isEmpty()
                && ram.answers.isEmpty()
                && uploads.next(ram.told).isEmpty();
    }

    Optional<Errand> next(LocalDateTime now) {
        if (ram.open.isPresent()) {
            return ram.inDoubt && ram.told.mayPing() && words instanceof HybridWords hybrid
                    ? Optional.of(ping(hybrid))
                    : ram.open;
        }
        if (!ram.initialised || (ram.reloadDue && ram.answers.isEmpty())) {
            return Optional.of(hello());
        }
        return Optional.ofNullable(ram.answers.peek())
                .map(this::answer)
                .or(() -> uploads.next(ram.told))
                .or(() -> now.isBefore(ram.nextPoll) ? Optional.empty() : Optional.of(poll()));
    }

    /// Takes in what became of `errand`.
    void make(Errand errand, Optional<Heard> answer, LocalDateTime now, LocalDateTime clock) {
        if (isPoll(errand)) {
            ram.nextPoll = now.plus(ram.told.delay());
        }
        Optional<Heard> wanted = answer.filter(errand.wanted());
        if (errand.insists()) {
            ram.open = wanted.isPresent() ? Optional.empty() : Optional.of(errand);
            ram.inDoubt = wanted.isEmpty();
        }
        if (wanted.isEmpty()) {
            diary.failed();
            return;
        }
        errand.then().accept(wanted.get());
        if (isPoll(errand)) {
            obedience.obey(wanted.get().orders(), clock);
        }
    }

    private Errand hello() {
        return new Errand(
                words.hello(), false, heard -> heard.isOptionsOf(serial), this::initialised);
    }

    private void initialised(Heard heard) {
        ram.initialised = true;
        ram.reloadDue = false;
        ram.told = new Told(heard.options());
        ram.told.resume(flash.punches, words.stampName(Words.Kind.PUNCHES));
        ram.told.resume(flash.changes, words.stampName(Words.Kind.CHANGES));
        ram.told.resume(flash.photos, words.stampName(Words.Kind.PHOTOS));
        if (words instanceof HybridWords hybrid) {
            say(hybrid.options(flash));
        }
    }

    /// Asks whether the box is there before it is sent the same again.
    private Errand ping(HybridWords hybrid) {
        return new Errand(hybrid.ping(), false, Heard::isOk, _ -> ram.inDoubt = false);
    }

    private Errand answer(Said first) {
        return switch (first) {
            case Said.Data(Call call) -> Errand.upload(call, ram.answers::remove);
            case Said.Reply _ -> replies();
        };
    }

    /// The oldest send one reply at a time, all others what they have in one body.
    private Errand replies() {
        int most = model.generation() == Generation.CLASSIC ? 1 : REPLIES_TOGETHER;
        List<String> together = new ArrayList<>();
        for (Said said : ram.answers) {
            if (!(said instanceof Said.Reply(String text)) || together.size() == most) {
                break;
            }
            together.add(text);
        }
        Call call =
                Call.post(
                        "/iclock/devicecmd?SN=" + serial, uploads.bytes(String.join("", together)));
        return Errand.upload(call, () -> together.forEach(_ -> ram.answers.remove()));
    }

    /// INFO goes along when it is not what was said last.
    private Errand poll() {
        String info = words.info(flash);
        String target = pollTarget() + (info.equals(ram.lastInfo) ? "" : "&INFO=" + info);
        return new Errand(
                Call.get(target), false, heard -> heard.status() == 200, _ -> ram.lastInfo = info);
    }

    private boolean isPoll(Errand errand) {
        return errand.call().target().startsWith(pollTarget());
    }

    private String pollTarget() {
        return "/iclock/getrequest?SN=" + serial;
    }
}
