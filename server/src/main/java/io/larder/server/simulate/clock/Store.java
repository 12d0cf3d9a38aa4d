package io.larder.server.simulate.clock;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Takes in what the box sends about people, or refuses it with the code of the command
/// (PROTOCOL.md table return_codes).
final class Store {
    static final long DONE = 0;
    static final long PARAMETER = -1;
    static final long PICTURE_SIZE = -2;
    static final long ACCESS = -3;
    static final long SIZE = -9;
    static final long NO_USER = -10;
    static final long FORMAT = -11;
    static final long VERSION = -30;
    static final long FULL = -1001;
    static final long UNSUPPORTED = -1002;
    static final long FETCH = -1008;
    private static final long NO_FACE_USER = -2;

    private final Model model;
    private final Flash flash;

    Store(Model model, Flash flash) {
        this.model = model;
        this.flash = flash;
    }

    long user(Fields fields) {
        String pin = fields.text("PIN", "");
        if (pin.isEmpty()) {
            return PARAMETER;
        }
        if (!flash.people.containsKey(pin) && flash.people.size() >= model.people()) {
            return full();
        }
        Person before = flash.person(pin).orElse(Person.of(pin, ""));
        flash.people.put(pin, before.changed(fields));
        return DONE;
    }

    long finger(Fields fields) {
        String tmp = fields.text("TMP", "");
        if (!fields.name("PIN", "FID", "TMP") || fields.number("FID", -1) < 0) {
            return PARAMETER;
        }
        if (!flash.people.containsKey(fields.text("PIN", ""))) {
            return NO_USER;
        }
        if (!fields.fits("Size", tmp)) {
            return model.generation() == Generation.CLASSIC ? FORMAT : SIZE;
        }
        if (!isOf(tmp, Template.FINGER)) {
            return FORMAT;
        }
        return put(template(fields, Template.FINGER, fields.number("FID", 0), 0));
    }

    /// A piece of a near-infrared face; its codes differ from those of fingers.
    long face(Fields fields) {
        String tmp = fields.text("TMP", "");
        if (!flash.people.containsKey(fields.text("PIN", ""))) {
            return NO_FACE_USER;
        }
        if (!fields.fits("Size", tmp)) {
            return SIZE;
        }
        boolean complete = fields.name("PIN", "FID", "TMP") && fields.number("FID", -1) >= 0;
        return complete && isOf(tmp, Template.INFRARED_FACE)
                ? put(template(fields, Template.INFRARED_FACE, 0, fields.number("FID", 0)))
                : PARAMETER;
    }

    /// A template of any type that says its type and version.
    long biodata(Fields fields) {
        int type = fields.number("Type", -1);
        if (!fields.name("PIN", "Type", "Tmp")) {
            return PARAMETER;
        }
        if (!model.supports(type)) {
            return UNSUPPORTED;
        }
        if (!flash.people.containsKey(fields.text("PIN", ""))) {
            return NO_USER;
        }
        if (fields.number("MajorVer", -1) != model.version(type)) {
            return VERSION;
        }
        if (!isOf(fields.text("Tmp", ""), type)) {
            return FORMAT;
        }
        return put(template(fields, type, fields.number("No", 0), fields.number("Index", 0)));
    }

    long picture(Fields fields) {
        return picture(fields, flash.pictures);
    }

    /// A picture to compare faces with; one behind a URL cannot be fetched.
    long comparison(Fields fields) {
        if (fields.name("URL") && !fields.name("Content")) {
            return FETCH;
        }
        return picture(fields, flash.comparisons);
    }

    long full() {
        return model.generation() == Generation.CLASSIC ? ACCESS : FULL;
    }

    private long picture(Fields fields, Map<String, String> pictures) {
        String pin = fields.text("PIN", "");
        String content = fields.text("Content", "");
        if (content.isEmpty() || !flash.people.containsKey(pin)) {
            return PARAMETER;
        }
        if (!fields.fits("Size", content)) {
            return PICTURE_SIZE;
        }
        pictures.put(pin, content);
        return DONE;
    }

    private long put(Template template) {
        boolean isNew = !flash.templates.containsKey(template.slot());
        if (isNew && flash.templates.size() >= model.templates()) {
            return full();
        }
        flash.templates.put(template.slot(), template);
        return DONE;
    }

    private Template template(Fields fields, int type, int no, int index) {
        String valid = fields.first(List.of("Valid", "VAILD"));
        return new Template(
                fields.text("PIN", ""),
                type,
                no,
                index,
                Fields.whole(valid).orElse(1),
                fields.number("Duress", 0),
                fields.number("MajorVer", model.version(type)),
                fields.number("MinorVer", 0),
                fields.number("Format", 0),
                fields.text("TMP", ""));
    }

    /// Base64 that this model's algorithm can read.
    private boolean isOf(String tmp, int type) {
        try {
            OptionalInt version = Imprints.version(Base64.getDecoder().decode(tmp), type);
            return model.supports(type)
                    && version.orElse(model.version(type)) == model.version(type);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
