package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import io.larder.server.simulate.Order;
import java.util.Arrays;
import java.util.Optional;

/// Who is known, and what the box can be asked about those who are not.
final class Strangers {
    private static final String UPDATE = "DATA UPDATE ";

    private final Serial serial;
    private final Model model;
    private final Flash flash;
    private final Store store;

    Strangers(Serial serial, Model model, Flash flash) {
        this.serial = serial;
        this.model = model;
        this.flash = flash;
        this.store = new Store(model, flash);
    }

    boolean knows(String pin, Means means) {
        Optional<Person> person = flash.person(pin);
        return switch (means) {
            case PASSWORD -> person.filter(each -> !each.passwd().isEmpty()).isPresent();
            case CARD -> person.filter(each -> !each.card().isEmpty()).isPresent();
            case FACE ->
                    has(pin, means) || (person.isPresent() && flash.comparisons.containsKey(pin));
            case FINGER, PALM -> has(pin, means);
        };
    }

    private boolean has(String pin, Means means) {
        return !flash.templates(each ->
                        each.pin().equals(pin)
                                && each.valid() != 0
                                && means.types().contains(each.type()))
                .isEmpty();
    }

    /// Lines as in commands, without an id (PROTOCOL.md 1.2.10).
    boolean askRemotely(String pin, Uplink uplink) {
        String table =
                switch (model.generation()) {
                    case CLASSIC -> "";
                    case PUSH2 -> "&PIN=";
                    case HYBRID -> "&table=RemoteAtt&PIN=";
                };
        if (table.isEmpty()) {
            return false;
        }
        uplink.say(Call.get("/iclock/cdata?SN=" + serial + table + pin))
                .filter(heard -> heard.status() == 200)
                .ifPresent(this::takeIn);
        return flash.people.containsKey(pin);
    }

    private void takeIn(Heard heard) {
        Bytes.latin1(heard.body())
                .text(model.charset())
                .lines()
                .filter(line -> line.startsWith(UPDATE))
                .forEach(line -> update(line.substring(UPDATE.length())));
    }

    private void update(String rest) {
        Fields fields = Fields.read(Order.tail(rest));
        switch (Order.head(rest)) {
            case "USERINFO" -> store.user(fields);
            case "FINGERTMP" -> store.finger(fields);
            case "BIODATA" -> store.biodata(fields);
            default -> {
                // Nothing that people are recognised by.
            }
        }
    }

    boolean askInBackground(String pin, Means means, String credential, Uplink uplink) {
        boolean can =
                model.generation() == Generation.PUSH2
                        && (means == Means.CARD || means == Means.FINGER);
        if (!can) {
            return false;
        }
        String type = means == Means.CARD ? "CARD" : "FP";
        String body = "PIN=%s\tSize=%d\tTMP=%s".formatted(pin, credential.length(), credential);
        return uplink.say(
                        Call.post(
                                "/iclock/cdata?SN=" + serial + "&AuthType=" + type,
                                Bytes.latin1(body)))
                .filter(heard -> heard.status() == 200)
                .filter(heard -> isSuccess(heard.body(), pin))
                .isPresent();
    }

    private static boolean isSuccess(String body, String pin) {
        return Arrays.stream(body.split("\n", -1))
                .map(Fields::read)
                .anyMatch(each ->
                        each.text("AUTH", "").equals("Success")
                                && each.text("PIN", "").equals(pin));
    }
}
