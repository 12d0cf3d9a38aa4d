package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Order;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a terminal carries out commands, or refuses them (PROTOCOL.md 3.5). Effects are in the flash
/// at once; what is to be said about them waits in the [Ram].
final class Obedience {
    private static final long FINGER_EXISTS = 2;

    private final Model model;
    private final Flash flash;
    private final Ram ram;
    private final Diary diary;
    private final Sensors sensors;
    private final Queries queries;
    private final DataOrders data;
    private final Replies replies;

    Obedience(
            Serial serial,
            Model model,
            Flash flash,
            Ram ram,
            Diary diary,
            Sensors sensors,
            Queries queries,
            DataOrders data) {
        this.model = model;
        this.flash = flash;
        this.ram = ram;
        this.diary = diary;
        this.sensors = sensors;
        this.queries = queries;
        this.data = data;
        this.replies = new Replies(serial, model.generation());
    }

    /// Whatever comes after a REBOOT is ignored (PROTOCOL.md 3.1).
    void obey(List<Order> orders, LocalDateTime clock) {
        for (Order order : orders) {
            obey(order, clock);
            if (ram.restartDue) {
                return;
            }
        }
    }

    private void obey(Order order, LocalDateTime clock) {
        String rest = Bytes.latin1(order.rest()).text(model.charset());
        switch (order.verb()) {
            case "CHECK", "RELOAD" -> {
                ram.reloadDue = true;
                reply(order, Store.DONE);
            }
            case "LOG", "AC_UNLOCK", "AC_UNALARM" -> reply(order, Store.DONE);
            case "CLEAR" -> reply(order, clear(rest));
            case "SET" -> reply(order, set(rest));
            case "INFO" -> say(order, Store.DONE, "", Replies.facts(facts()));
            case "ENROLL_FP" -> reply(order, enrol(Fields.read(rest), clock));
            case "DATA" -> reply(order, data.obey(rest));
            case "REBOOT" -> {
                ram.restartDue = true;
                diary.obeyed(order, Store.DONE);
            }
            default -> special(order, rest);
        }
    }

    /// What only some generations know.
    private void special(Order order, String rest) {
        boolean classic = model.generation() == Generation.CLASSIC;
        switch (order.verb()) {
            case "SMS" -> reply(order, classic ? sms(Fields.read(rest)) : data.unknown());
            case "VERIFY" -> unless(classic, order, () -> verify(order, rest));
            case "ACCOUNT" -> unless(classic, order, () -> account(order, Fields.read(rest)));
            case "SYNC" -> unless(classic, order, () -> sync(order, Fields.read(rest)));
            default -> reply(order, data.unknown());
        }
    }

    private void unless(boolean unknown, Order order, Runnable work) {
        if (unknown) {
            reply(order, data.unknown());
        } else {
            work.run();
        }
    }

    private long clear(String what) {
        switch (what) {
            case "LOG" -> flash.punches.clear();
            case "PHOTO" -> flash.photos.clear();
            case "DATA" -> flash.clear();
            default -> {
                return data.unknown();
            }
        }
        return Store.DONE;
    }

    private long set(String rest) {
        String item = Order.tail(rest);
        int equals = item.indexOf('=');
        if (!Order.head(rest).equals("OPTION") || equals < 1) {
            return Store.PARAMETER;
        }
        flash.options.put(item.substring(0, equals), item.substring(equals + 1));
        return Store.DONE;
    }

    /// The person presses the sensor as asked. OVERWRITE is 1 for yes.
    private long enrol(Fields fields, LocalDateTime clock) {
        String pin = fields.text("PIN", "");
        int finger = fields.number("FID", -1);
        boolean there =
                flash.templates.containsKey(new Template.Slot(pin, Template.FINGER, finger, 0));
        if (there && fields.number("OVERWRITE", 0) != 1) {
            return FINGER_EXISTS;
        }
        return finger >= 0 && sensors.finger(pin, finger, clock) ? Store.DONE : Store.PARAMETER;
    }

    /// A message for one person (254) or everyone (253), by the pin (PROTOCOL.md T-058).
    private long sms(Fields fields) {
        if (!fields.name("MSG", "TAG")) {
            return Store.PARAMETER;
        }
        flash.tables.put("SMS/" + fields.text("UID", ""), fields.all());
        return Store.DONE;
    }

    /// The blanks around `&` are as printed for the older ones (PROTOCOL.md T-064).
    private void verify(Order order, String rest) {
        Fields fields = Fields.read(Order.tail(Order.tail(rest)));
        Optional<Times> times =
                rest.startsWith("SUM ATTLOG ")
                        ? Times.read(fields, "StartTime", "EndTime")
                        : Optional.empty();
        if (times.isEmpty()) {
            reply(order, Store.PARAMETER);
            return;
        }
        boolean printed = model.generation() == Generation.PUSH2;
        String more =
                (printed
                                ? "&StartTime=%s& EndTime=%s &AttlogSum=%d"
                                : "&StartTime=%s&EndTime=%s&AttlogSum=%d")
                        .formatted(
                                fields.text("StartTime", ""),
                                fields.text("EndTime", ""),
                                queries.held(times.get()).size());
        say(order, Store.DONE, more, "");
    }

    /// Fewer than the box counts, or a box that does not count: everything in the range again.
    private void account(Order order, Fields fields) {
        Optional<Times> times = Times.read(fields, "Start", "End");
        if (times.isEmpty()) {
            reply(order, Store.PARAMETER);
            return;
        }
        List<Punch> held = queries.held(times.get());
        reply(order, held.size());
        if (held.size() < fields.number("Count", Integer.MAX_VALUE)) {
            queries.punches(held, Optional.empty());
        }
    }

    private void sync(Order order, Fields fields) {
        Optional<Times> times = Times.read(fields, "Start", "End");
        if (times.isEmpty()) {
            reply(order, Store.PARAMETER);
            return;
        }
        List<Change> changed = queries.changed(times.get());
        reply(order, changed.size());
        queries.changes(changed);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>(flash.options);
        facts.put("TransactionCount", Integer.toString(flash.punches.size()));
        facts.put("FPCount", Long.toString(flash.count(Template.FINGER)));
        facts.put("UserCount", Integer.toString(flash.people.size()));
        facts.put("FWVersion", firmware());
        return facts;
    }

    private String firmware() {
        return switch (model.generation()) {
            case CLASSIC -> ClassicWords.FIRMWARE;
            case PUSH2 -> PushWords.FIRMWARE;
            case HYBRID -> HybridWords.FIRMWARE;
        };
    }

    private void reply(Order order, long code) {
        say(order, code, "", "");
    }

    private void say(Order order, long code, String more, String lines) {
        ram.answers.add(new Said.Reply(replies.line(order, code, more) + lines));
        diary.obeyed(order, code);
    }
}
