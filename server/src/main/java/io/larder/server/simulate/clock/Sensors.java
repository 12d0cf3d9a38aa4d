package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import java.time.LocalDateTime;
import java.util.Base64;

/// What people do in front of a terminal: they are enrolled and leave templates and pictures.
final class Sensors {
    private static final int FINGER_BYTES = 420;
    private static final int PIECE_BYTES = 96;
    private static final int PALM_BYTES = 600;
    private static final int FACE_BYTES = 500;
    private static final int PICTURE_BYTES = 700;

    private final Model model;
    private final Flash flash;

    Sensors(Model model, Flash flash) {
        this.model = model;
        this.flash = flash;
    }

    /// False when the terminal is full.
    boolean person(Person person, LocalDateTime time) {
        boolean isNew = !flash.people.containsKey(person.pin());
        if (isNew && flash.people.size() >= model.people()) {
            return false;
        }
        flash.people.put(person.pin(), person);
        flash.changes.add(new Change.User(time, person.pin()));
        if (isNew) {
            log(time, Change.Operation.USER_ENROLLED, person.pin());
        }
        return true;
    }

    /// False when there is no such person, no such sensor or no room.
    boolean finger(String pin, int finger, LocalDateTime time) {
        Template.Slot slot = new Template.Slot(pin, Template.FINGER, finger, 0);
        boolean taken = take(slot, FINGER_BYTES, time);
        if (taken) {
            log(time, Change.Operation.FINGER_ENROLLED, pin, finger, FINGER_BYTES);
        }
        return taken;
    }

    /// A visible-light face leaves a picture to compare with besides its template; a near-infrared
    /// one comes in pieces.
    boolean face(String pin, LocalDateTime time) {
        boolean visible = model.supports(Template.VISIBLE_FACE);
        int type = visible ? Template.VISIBLE_FACE : Template.INFRARED_FACE;
        int pieces = visible ? 1 : PushWords.PIECES;
        for (int piece = 0; piece < pieces; piece++) {
            Template.Slot slot = new Template.Slot(pin, type, 0, piece);
            if (!take(slot, visible ? FACE_BYTES : PIECE_BYTES, time)) {
                return false;
            }
        }
        if (visible) {
            flash.comparisons.put(pin, base64(Imprints.picture("face of " + pin, PICTURE_BYTES)));
            flash.changes.add(new Change.Comparison(time, pin));
        }
        log(time, Change.Operation.FACE_ENROLLED, pin);
        return true;
    }

    boolean palm(String pin, int hand, LocalDateTime time) {
        return take(new Template.Slot(pin, Template.PALM_VEIN, hand, 0), PALM_BYTES, time);
    }

    /// A picture for the screen; only the oldest cannot take one.
    boolean picture(String pin, LocalDateTime time) {
        if (model.generation() == Generation.CLASSIC || !flash.people.containsKey(pin)) {
            return false;
        }
        flash.pictures.put(pin, base64(Imprints.picture("picture of " + pin, PICTURE_BYTES)));
        flash.changes.add(new Change.Picture(time, pin));
        log(time, Change.Operation.PICTURE_ENROLLED, pin);
        return true;
    }

    /// An administrator deletes a person.
    void remove(String pin, LocalDateTime time) {
        flash.forget(pin);
        log(time, Change.Operation.USER_DELETED, pin);
    }

    void log(LocalDateTime time, int code, Object... objects) {
        flash.changes.add(Change.Operation.of(time, code, objects));
    }

    private boolean take(Template.Slot slot, int length, LocalDateTime time) {
        boolean room =
                flash.templates.size() < model.templates() || flash.templates.containsKey(slot);
        if (!model.supports(slot.type()) || !flash.people.containsKey(slot.pin()) || !room) {
            return false;
        }
        int version = model.version(slot.type());
        flash.templates.put(
                slot,
                new Template(
                        slot.pin(),
                        slot.type(),
                        slot.no(),
                        slot.index(),
                        1,
                        0,
                        version,
                        0,
                        0,
                        Imprints.template(slot, version, length)));
        flash.changes.add(new Change.Taken(time, slot));
        return true;
    }

    private static String base64(Bytes picture) {
        return Base64.getEncoder().encodeToString(picture.toArray());
    }
}
