package io.larder.server.simulate.meeting;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.clock.Imprints;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The people at one terminal: they are enrolled, and pass it. What is to be told about them goes
/// behind the terminal's errands.
final class Crowd {
    private static final int PEOPLE = 4;
    private static final int FACE = 9;
    private static final int LEAST_PHOTO = 600;
    private static final String SALT = "c09eb7463827cda245f3a398bd453c42";

    private final Serial serial;
    private final Words words;
    private final Memory memory;
    private final MeetingPlan plan;
    private final SplittableRandom random;

    Crowd(Serial serial, Words words, Memory memory, MeetingPlan plan, SplittableRandom random) {
        this.serial = serial;
        this.words = words;
        this.memory = memory;
        this.plan = plan;
        this.random = random;
    }

    /// Some people with a card; the first has a password, some have templates and pictures.
    void enrol() {
        for (int i = 1; i <= PEOPLE; i++) {
            String pin = Integer.toString(9_000 + i);
            person(pin, i);
            card(pin, "CC11000" + serial.text().substring(serial.text().length() - 4) + i);
            if (i % 2 == 0) {
                memory.errands.add(words.userPhoto(pin, picture("user", pin)));
                memory.errands.add(words.bioPhoto(pin, FACE, picture("bio", pin)));
            }
        }
    }

    private void person(String pin, int number) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("pin", pin);
        user.put("firstName", "与会者" + number);
        user.put("lastName", "Guest");
        user.put("funSwitch", words.number(0));
        user.put("disable", words.number(0));
        if (number == 1) {
            user.put("passwordSalt", SALT);
            user.put("password", Provision.passwordDigest("123456", SALT));
        }
        if (number == 2) {
            user.put("bioDatas", List.of(template(pin)));
        }
        memory.users().put(pin, Map.copyOf(user));
        String id = Ids.user(serial.text(), pin);
        memory.errands.add(words.upload("user", "users", List.of(user), List.of(id)));
    }

    /// What is not said has its usual value (PROTOCOL.md 6.7).
    private Map<String, Object> template(String pin) {
        Map<String, Object> template = new LinkedHashMap<>();
        template.put("type", words.number(FACE));
        template.put("majorVer", words.number(58));
        template.put("minorVer", words.number(12));
        template.put("fmt", words.number(0));
        String noise = serial + "/" + pin + "/template";
        template.put(
                "tmp", Base64.getEncoder().encodeToString(noise.getBytes(StandardCharsets.UTF_8)));
        return template;
    }

    private void card(String pin, String number) {
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("pin", pin);
        card.put("card", number);
        card.put("type", words.number(0));
        card.put("lossFlag", words.number(0));
        Memory.add(memory.cards(), pin, number + "/0/0");
        String id = Ids.card(serial.text(), pin, number);
        memory.errands.add(words.upload("multiCard", "multiCards", List.of(card), List.of(id)));
    }

    /// Somebody stands before the terminal. Their photo may be told before the record.
    void somebodyPasses() {
        memory.time = memory.time.plusSeconds(random.nextInt(1, 10));
        Visit visit = visit();
        Errand record = words.record(visit);
        if (random.nextDouble() >= plan.photos()) {
            memory.errands.add(record);
            return;
        }
        Errand photo = words.visitPhoto(visit, picture("visit", Long.toString(visit.logId())));
        boolean photoFirst = random.nextInt(4) == 0;
        memory.errands.add(photoFirst ? photo : record);
        memory.errands.add(photoFirst ? record : photo);
    }

    private Visit visit() {
        boolean visitor = random.nextInt(10) == 0;
        int status = random.nextInt(3);
        return new Visit(
                ++memory.lastLogId,
                Integer.toString(9_000 + random.nextInt(1, PEOPLE + 1)),
                memory.meetings().keySet().stream().findFirst().orElse("M100"),
                memory.time,
                15,
                status == 2 ? 255 : status,
                visitor ? 4 : 0,
                status == 2 ? 255 : status);
    }

    /// The same question gives the same picture.
    private Bytes picture(String what, String whose) {
        String of = serial + "/" + what + "/" + whose;
        int size = new SplittableRandom(of.hashCode()).nextInt(LEAST_PHOTO, plan.photoBytes() + 1);
        return Imprints.picture(of, size);
    }
}
