package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import java.util.List;

/// The spelling of 2013 (PROTOCOL.md 1.2, ATT2): uploads name their table.
record PushWords(Serial serial, Model model) implements Words {
    static final String FIRMWARE = "Ver 6.60 Mar 19 2015";

    /// Pieces that a face of this generation is enrolled in.
    static final int PIECES = 12;

    @Override
    public Call hello() {
        return Call.get(
                "/iclock/cdata?SN="
                        + serial
                        + "&options=all&pushver=2.2.14&language="
                        + model.language());
    }

    /// Ten fields; face is -1,0,0 when there is none.
    @Override
    public String info(Flash flash) {
        boolean faces = model.supports(Template.INFRARED_FACE);
        return "%s,%d,%d,%d,%s,%d,%d,%d,%d,%s"
                .formatted(
                        FIRMWARE.replace(" ", "%20"),
                        flash.people.size(),
                        flash.count(Template.FINGER),
                        flash.punches.size(),
                        TimeClock.ADDRESS,
                        model.version(Template.FINGER),
                        model.version(Template.INFRARED_FACE),
                        faces ? PIECES : 0,
                        flash.count(Template.INFRARED_FACE) / PIECES,
                        faces ? "111" : "101");
    }

    @Override
    public String stampName(Kind kind) {
        return switch (kind) {
            case PUNCHES -> "ATTLOGStamp";
            case CHANGES -> "OPERLOGStamp";
            case PHOTOS -> "ATTPHOTOStamp";
        };
    }

    @Override
    public Call punches(List<Punch> rows, String stamp) {
        return lines("ATTLOG", Bytes.latin1(Words.rows(rows, "\t\t0\t0")), stamp);
    }

    @Override
    public String table(Change change) {
        return "OPERLOG";
    }

    @Override
    public String user(Person person) {
        return "USER PIN=%s\tName=%s\tPri=%d\tPasswd=%s\tCard=%s\tGrp=%s\tTZ=%s"
                .formatted(
                        person.pin(),
                        person.name(),
                        person.pri(),
                        person.passwd(),
                        CardNumber.bracketed(person.card(), 5),
                        person.grp(),
                        person.tz());
    }

    @Override
    public String template(Template template) {
        boolean face = template.type() == Template.INFRARED_FACE;
        return (face
                        ? "FACE PIN=%s\tFID=%d\tSIZE=%d\tVALID=%d\tTMP=%s"
                        : "FP PIN=%s\tFID=%d\tSize=%d\tValid=%d\tTMP=%s")
                .formatted(
                        template.pin(),
                        face ? template.index() : template.no(),
                        template.tmp().length(),
                        template.valid(),
                        template.tmp());
    }

    @Override
    public Call lines(String table, Bytes body, String stamp) {
        return Call.post(
                "/iclock/cdata?SN=" + serial + "&table=" + table + "&Stamp=" + stamp, body);
    }

    @Override
    public Call photo(Photo photo, String stamp) {
        return lines("ATTPHOTO", Words.headedPhoto(serial, photo.id() + ".jpg", photo), stamp);
    }
}
