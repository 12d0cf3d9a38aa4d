package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import java.util.List;

/// The spelling of 2008 (PROTOCOL.md 1.2, ATT1): the kind of bookmark tells what an upload holds.
record ClassicWords(Serial serial) implements Words {
    static final String FIRMWARE = "Ver 6.39 Apr 28 2008";

    @Override
    public Call hello() {
        return Call.get("/iclock/cdata?SN=" + serial + "&options=all");
    }

    /// Five fields, and the blanks of the first stay blanks.
    @Override
    public String info(Flash flash) {
        return "%s,%d,%d,%d,%s"
                .formatted(
                        FIRMWARE,
                        flash.people.size(),
                        flash.count(Template.FINGER),
                        flash.punches.size(),
                        TimeClock.ADDRESS);
    }

    @Override
    public String stampName(Kind kind) {
        return switch (kind) {
            case PUNCHES -> "Stamp";
            case CHANGES -> "OpStamp";
            case PHOTOS -> "PhotoStamp";
        };
    }

    @Override
    public Call punches(List<Punch> rows, String stamp) {
        return Call.post(cdata("Stamp", stamp), Bytes.latin1(Words.rows(rows, "")));
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
                        CardNumber.bracketed(person.card(), 4),
                        person.grp(),
                        person.tz());
    }

    /// Without Size, as the oldest do.
    @Override
    public String template(Template template) {
        return "FP PIN=%s\tFID=%d\tValid=%d\tTMP=%s"
                .formatted(template.pin(), template.no(), template.valid(), template.tmp());
    }

    @Override
    public Call lines(String table, Bytes body, String stamp) {
        return Call.post(cdata("OpStamp", stamp), body);
    }

    @Override
    public Call photo(Photo photo, String stamp) {
        String id = photo.id() + ".jpg";
        String target = "/iclock/fdata?SN=" + serial + "&PIN=" + id + "&PhotoStamp=" + stamp;
        return Call.post(target, Words.headedPhoto(serial, id, photo));
    }

    private String cdata(String bookmark, String stamp) {
        return "/iclock/cdata?SN=" + serial + "&" + bookmark + "=" + stamp;
    }
}
