package io.larder.server.simulate.meeting;

import io.larder.server.json.Json;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.clock.Imprints;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Messages of one terminal in its manner of spelling (PROTOCOL.md 6.2, 6.6, 6.7).
final class Words {
    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    /// Room for everything in a message besides the content of a file.
    private static final int ENVELOPE = 600;

    /// Every so manieth file comes without checksum.
    private static final int WITHOUT_CHECKSUM = 7;

    private final Serial serial;
    private final Manner manner;
    private final Memory memory;
    private final SplittableRandom random;

    Words(Serial serial, Manner manner, Memory memory, SplittableRandom random) {
        this.serial = serial;
        this.manner = manner;
        this.memory = memory;
        this.random = random;
    }

    /// A number for a message that no other has.
    String mid() {
        return manner.countedMids()
                ? Long.toString(++memory.lastMid)
                : String.format(Locale.ROOT, "%016x%016x", random.nextLong(), ++memory.lastMid);
    }

    /// A number or flag as this firmware writes it.
    Object number(long value) {
        return manner.numbers() ? (Object) value : Long.toString(value);
    }

    String time(OffsetDateTime time) {
        return TIME.format(time);
    }

    /// A request with parameters.
    String request(String funcId, String mid, Map<String, ?> params) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("funcId", funcId);
        message.put("mid", mid);
        message.put("payload", Map.of("params", params));
        return Json.write(message);
    }

    /// A request of the log-in phase, which says who speaks.
    String introduction(String funcId, String mid, Map<String, ?> params) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("funcId", funcId);
        message.put("sn", serial.text());
        message.put("mid", mid);
        message.put("payload", Map.of("params", params));
        return Json.write(message);
    }

    String reply(Command command, Code code) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("funcId", "dev.cmd.response");
        message.put("mid", command.mid());
        message.put("code", code.code());
        message.put("message", code.note());
        if (!manner.bareReplies()) {
            message.put("payload", Map.of("params", Map.of("cmdId", command.id())));
        }
        return Json.write(message);
    }

    String askTime(String mid) {
        return Json.write(Map.of("funcId", "dev.system.sync.time", "mid", mid));
    }

    Parcel.Part part(String step, Map<String, Object> params) {
        String mid = mid();
        return new Parcel.Part(mid, request("dev.file.upload." + step, mid, params));
    }

    /// Elements of one kind, without a file.
    Errand upload(
            String object,
            String array,
            List<? extends Map<String, ?>> elements,
            List<String> ids) {
        return errand(object, array, elements, ids, Optional.empty());
    }

    private Errand errand(
            String object,
            String array,
            List<? extends Map<String, ?>> elements,
            List<String> ids,
            Optional<Parcel> file) {
        String mid = mid();
        String text = request("dev.data.upload." + object, mid, Map.of(array, elements));
        return new Errand(mid, text, ids, file);
    }

    Errand record(Visit visit) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pin", visit.pin());
        row.put("meetCode", visit.meeting());
        row.put("verifyTime", time(visit.time()));
        row.put("verifyStyle", number(visit.style()));
        row.put("status", number(visit.status()));
        row.put("category", number(visit.category()));
        row.put(manner.recordType() ? "recordType" : "recodeType", number(visit.type()));
        row.put("logId", number(visit.logId()));
        String array = manner.plural() ? "verifyLogs" : "verifyLog";
        return upload("verifyLog", array, List.of(row), List.of(Ids.visit(serial, visit.logId())));
    }

    Errand visitPhoto(Visit visit, Bytes jpeg) {
        Map<String, Object> photo = new LinkedHashMap<>();
        photo.put("pin", visit.pin());
        photo.put("meetCode", visit.meeting());
        photo.put("photoTime", time(visit.time()));
        photo.put("logId", number(visit.logId()));
        String id = Ids.visitPhoto(serial, visit.logId(), jpeg);
        return photo("verifyPhoto", "verifyPhotos", photo, jpeg, id);
    }

    Errand userPhoto(String pin, Bytes jpeg) {
        Map<String, Object> photo = new LinkedHashMap<>();
        photo.put("pin", pin);
        return photo(
                "userPhoto", "userPhotos", photo, jpeg, Ids.photo(serial, "USERPIC", pin, jpeg));
    }

    Errand bioPhoto(String pin, int type, Bytes jpeg) {
        Map<String, Object> photo = new LinkedHashMap<>();
        photo.put("pin", pin);
        photo.put("type", number(type));
        return photo(
                "bioPhoto", "bioPhotos", photo, jpeg, Ids.photo(serial, "BIOPHOTO", pin, jpeg));
    }

    /// Within the message when it fits, else as a file before it.
    private Errand photo(
            String object, String array, Map<String, Object> photo, Bytes jpeg, String id) {
        photo.put("extension", "jpg");
        Optional<Parcel> file = Optional.empty();
        if (jpeg.length() <= mostBytes()) {
            photo.put("content", Base64.getEncoder().encodeToString(jpeg.toArray()));
        } else {
            Parcel parcel = parcel(jpeg);
            photo.put(manner.dialog() ? "contentFileDialog" : "contentFileId", parcel.fileId());
            file = Optional.of(parcel);
        }
        return errand(object, array, List.of(photo), List.of(id), file);
    }

    private Parcel parcel(Bytes jpeg) {
        String fileId =
                String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
        boolean unchecked = random.nextInt(WITHOUT_CHECKSUM) == 0;
        String checksum = unchecked ? "" : Imprints.digest("MD5", jpeg);
        return new Parcel(this, fileId, jpeg, checksum, mostBytes(), random.split());
    }

    /// Of content that a message has room for, in base64.
    private int mostBytes() {
        return (manner.packageKb() * 1024 - ENVELOPE) / 4 * 3;
    }
}
