package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import java.time.LocalDateTime;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntToLongFunction;
import java.util.zip.CRC32;

/// The spelling of today (PROTOCOL.md 1.2 and 2.4, ATT4, with the tables and the bookmark 9999 that
/// real terminals use).
record HybridWords(Serial serial, Model model) implements Words {
    static final String FIRMWARE = "ZAM170-NF-Ver1.1.27";

    /// Types that bitmaps speak of: 0 to 10.
    private static final int TYPES = 11;

    @Override
    public Call hello() {
        return Call.get(
                "/iclock/cdata?SN="
                        + serial
                        + "&options=all&language="
                        + model.language()
                        + "&pushver=2.4.1&DeviceType=att&PushOptionsFlag=1");
    }

    /// What it says about itself after the initialisation (PROTOCOL.md 2.6, 4.7).
    Call options(Flash flash) {
        String text =
                "~DeviceName=SpeedFace-V5L,FWVersion=%s,PushVersion=Ver 2.0.33S-20220623,UserCount=%d,~MaxUserCount=%d,TransactionCount=%d,PhotoFunOn=1,MultiBioDataSupport=%s,MultiBioPhotoSupport=%s,MultiBioVersion=%s,MultiBioDataCount=%s"
                        .formatted(
                                FIRMWARE,
                                flash.people.size(),
                                model.people(),
                                flash.punches.size(),
                                bitmap(type -> model.supports(type) ? 1 : 0),
                                bitmap(type -> type == Template.VISIBLE_FACE ? 1 : 0),
                                bitmap(type -> Math.max(0, model.version(type))),
                                bitmap(flash::count));
        return Call.post("/iclock/cdata?SN=" + serial + "&table=options", Bytes.latin1(text));
    }

    Call ping() {
        return Call.get("/iclock/ping?SN=" + serial);
    }

    /// Thirteen fields.
    @Override
    public String info(Flash flash) {
        return "%s,%d,%d,%d,%s,%d,%d,%d,%d,%s,%d,%d,%d"
                .formatted(
                        FIRMWARE,
                        flash.people.size(),
                        flash.count(Template.FINGER),
                        flash.punches.size(),
                        TimeClock.ADDRESS,
                        model.version(Template.FINGER),
                        model.version(Template.VISIBLE_FACE),
                        1,
                        flash.count(Template.VISIBLE_FACE),
                        "11111",
                        flash.people.values().stream()
                                .filter(each -> !each.card().isEmpty())
                                .count(),
                        flash.pictures.size(),
                        flash.photos.size());
    }

    @Override
    public String stampName(Kind kind) {
        return switch (kind) {
            case PUNCHES -> "ATTLOGStamp";
            case CHANGES -> "OPERLOGStamp";
            case PHOTOS -> "ATTPHOTOStamp";
        };
    }

    /// It keeps its own account of what it sent and has a constant for the box.
    @Override
    public String stamp(LocalDateTime time) {
        return "9999";
    }

    @Override
    public Call punches(List<Punch> rows, String stamp) {
        return lines("ATTLOG", Bytes.latin1(Words.rows(rows, "\t\t0\t0\t0\t36.5\t")), stamp);
    }

    @Override
    public String table(Change change) {
        return switch (change) {
            case Change.User _ -> "USERINFO";
            case Change.Taken _ -> "BIODATA";
            case Change.Operation _, Change.Picture _, Change.Comparison _ -> "OPERLOG";
        };
    }

    @Override
    public String user(Person person) {
        return "PIN=%s\tName=%s\tPri=%d\tPasswd=%s\tCard=%s\tGrp=%s\tTZ=%s"
                .formatted(
                        person.pin(),
                        person.name(),
                        person.pri(),
                        person.passwd(),
                        person.card(),
                        person.grp(),
                        person.tz());
    }

    @Override
    public String template(Template template) {
        return "BIODATA Pin=%s\tNo=%d\tIndex=%d\tValid=%d\tDuress=%d\tType=%d\tMajorVer=%d\tMinorVer=%d\tFormat=%d\tTmp=%s"
                .formatted(
                        template.pin(),
                        template.no(),
                        template.index(),
                        template.valid(),
                        template.duress(),
                        template.type(),
                        template.major(),
                        template.minor(),
                        template.format(),
                        template.tmp());
    }

    @Override
    public Call lines(String table, Bytes body, String stamp) {
        return Call.post(
                "/iclock/cdata?SN=" + serial + "&table=" + table + "&Stamp=" + stamp, body);
    }

    /// Nothing but the picture; what the checksum is made of is written nowhere, so it is a CRC-32.
    @Override
    public Call photo(Photo photo, String stamp) {
        CRC32 checksum = new CRC32();
        checksum.update(photo.jpeg().toArray());
        return Call.post(
                "/iclock/fdata?SN="
                        + serial
                        + "&table=ATTPHOTO&Stamp="
                        + stamp
                        + "&PIN="
                        + photo.id()
                        + ".jpg&CHECKSUM="
                        + checksum.getValue(),
                photo.jpeg());
    }

    private static String bitmap(IntToLongFunction value) {
        StringJoiner text = new StringJoiner(":");
        for (int type = 0; type < TYPES; type++) {
            text.add(Long.toString(value.applyAsLong(type)));
        }
        return text.toString();
    }
}
