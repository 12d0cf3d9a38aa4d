package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A simulated attendance terminal as a state machine: people do things at it, [#step] makes the
/// next request that is due, and it has no thread, no socket and no clock of its own. `now` is the
/// time of the site; the terminal's own clock may differ ([#wrongBy]). For one thread at a time.
public final class TimeClock {
    static final String ADDRESS = "192.168.1.201";
    private static final int PICTURE_BYTES = 900;

    private final Serial serial;
    private final Model model;
    private final Flash flash = new Flash();
    private final Diary diary = new Diary();
    private final Words words;
    private final Sensors sensors;
    private final Uploads uploads;
    private final Strangers strangers;
    private Talk talk;
    private Duration fault = Duration.ZERO;

    /// Factory-new.
    public TimeClock(Serial serial, Model model) {
        this.serial = serial;
        this.model = model;
        this.words = Words.of(serial, model);
        this.sensors = new Sensors(model, flash);
        this.uploads = new Uploads(model, words, flash, diary);
        this.strangers = new Strangers(serial, model, flash);
        this.talk = talk();
    }

    public Serial serial() {
        return serial;
    }

    public Model model() {
        return model;
    }

    /// Makes the next request that is due and takes in its answer. Empty when nothing is due: all
    /// is sent and the next poll is later. A request whose answer was lost or unwanted is due again
    /// at once, with the same bytes.
    public Optional<Call> step(LocalDateTime now, Uplink uplink) {
        if (talk.wantsRestart()) {
            powerCut();
            sensors.log(clock(now), Change.Operation.POWER_ON);
        }
        Optional<Errand> errand = talk.next(now);
        errand.ifPresent(due -> talk.make(due, uplink.say(due.call()), now, clock(now)));
        return errand.map(Errand::call);
    }

    /// Whether everything is told and answered; polls go on nevertheless.
    public boolean isQuiet() {
        return talk.isQuiet();
    }

    /// Somebody is enrolled, or changed, at the terminal; false when it is full.
    public boolean enrol(Person person, LocalDateTime now) {
        return sensors.person(person, clock(now));
    }

    /// A finger (0 to 9) of somebody who is enrolled; false when nobody is, or nothing fits.
    public boolean enrolFinger(String pin, int finger, LocalDateTime now) {
        boolean taken = sensors.finger(pin, finger, clock(now));
        if (taken && model.images()) {
            for (int image = 1; image <= 3; image++) {
                talk.say(fingerImage(pin, finger, image));
            }
        }
        return taken;
    }

    /// A face; false when nobody is enrolled, nothing fits, or the model has no camera for it.
    public boolean enrolFace(String pin, LocalDateTime now) {
        return sensors.face(pin, clock(now));
    }

    /// A palm: 0 left, 1 right.
    public boolean enrolPalm(String pin, int hand, LocalDateTime now) {
        return sensors.palm(pin, hand, clock(now));
    }

    /// A picture for the screen.
    public boolean takePicture(String pin, LocalDateTime now) {
        return sensors.picture(pin, clock(now));
    }

    /// An administrator deletes somebody at the terminal.
    public void remove(String pin, LocalDateTime now) {
        sensors.remove(pin, clock(now));
    }

    /// Whether the terminal would know this person by these means.
    public boolean verify(String pin, Means means) {
        return strangers.knows(pin, means);
    }

    /// Somebody stands before the terminal. Known: a record and a photo, and true. Unknown: an
    /// operation, a photo without a pin, and false.
    public boolean punch(String pin, Means means, int status, LocalDateTime now) {
        LocalDateTime time = clock(now);
        if (!verify(pin, means)) {
            sensors.log(time, Change.Operation.NOT_RECOGNISED, pin);
            photograph("", time);
            return false;
        }
        record(pin, means, status, time);
        return true;
    }

    /// Asks the box for somebody whom the terminal does not know (PROTOCOL.md 1.2.10) and keeps
    /// them; false when the box does not know them either, or its answer is lost. The oldest cannot
    /// ask.
    public boolean askRemotely(String pin, Uplink uplink) {
        return strangers.askRemotely(pin, uplink);
    }

    /// Has the box check a credential (PROTOCOL.md 1.2.9). When it says yes there is a record and a
    /// photo as after [#punch], and the person is not kept. Only PUSH2 can.
    ///
    /// @param credential the number of a card, or a template in base64
    public boolean askInBackground(
            String pin,
            Means means,
            String credential,
            int status,
            LocalDateTime now,
            Uplink uplink) {
        boolean allowed = strangers.askInBackground(pin, means, credential, uplink);
        if (allowed) {
            record(pin, means, status, clock(now));
        }
        return allowed;
    }

    /// The power fails: the request under way, replies and told options are gone, what is in the
    /// flash is not.
    public void powerCut() {
        talk = talk();
    }

    /// From now on the terminal's clock is wrong by so much.
    public void wrongBy(Duration difference) {
        fault = difference;
    }

    /// The terminal forgets what it sent: all that it holds is sent again.
    public void forgetStamps() {
        flash.punches.forget();
        flash.changes.forget();
        flash.photos.forget();
    }

    /// Everybody in the terminal, by pin.
    public Map<String, Person> people() {
        return Map.copyOf(flash.people);
    }

    public Map<Template.Slot, Template> templates() {
        return Map.copyOf(flash.templates);
    }

    /// Pictures for the screen: pin to base64.
    public Map<String, String> pictures() {
        return Map.copyOf(flash.pictures);
    }

    /// Pictures to compare faces with: pin to base64.
    public Map<String, String> comparisons() {
        return Map.copyOf(flash.comparisons);
    }

    /// Messages, time zones and lock groups: `TABLE/key` to their fields.
    public Map<String, Map<String, String>> tables() {
        return Map.copyOf(flash.tables);
    }

    /// What SET OPTION set.
    public Map<String, String> options() {
        return Map.copyOf(flash.options);
    }

    /// Punches that are still in the terminal, oldest first.
    public List<Punch> punches() {
        return flash.punches.all();
    }

    /// Photos that are still in the terminal, oldest first.
    public List<Photo> photos() {
        return flash.photos.all();
    }

    /// What truly happened, for an oracle.
    public Diary diary() {
        return diary;
    }

    private void record(String pin, Means means, int status, LocalDateTime time) {
        Punch punch = new Punch(pin, time, status, means.code(model.generation()));
        flash.punches.add(punch);
        diary.made(punch);
        photograph(pin, time);
    }

    /// At most one of the same person in the same second.
    private void photograph(String whose, LocalDateTime time) {
        String id = Photo.id(time, whose);
        if (diary.hasPhoto(id)) {
            return;
        }
        Photo photo = new Photo(id, time, Imprints.picture(serial + "/" + id, PICTURE_BYTES));
        flash.photos.add(photo);
        diary.taken(photo);
    }

    private Call fingerImage(String pin, int finger, int image) {
        Bytes bitmap =
                Imprints.bitmap(serial + "/" + pin + "/" + finger + "/" + image, PICTURE_BYTES);
        return Call.post(
                "/iclock/cdata?SN=%s&FPImage=/tmp/enroll_fp_%d.bmp&PIN=%s&FID=%d"
                        .formatted(serial, image, pin, finger),
                bitmap);
    }

    private LocalDateTime clock(LocalDateTime now) {
        return now.plus(fault).truncatedTo(ChronoUnit.SECONDS);
    }

    private Talk talk() {
        return new Talk(serial, model, words, flash, diary, sensors, uploads);
    }
}
