package io.larder.server.simulate.clock;

import io.larder.server.simulate.Order;
import java.util.Map;
import java.util.function.Predicate;

/// `DATA ...`: what the box sends and takes away (PROTOCOL.md 3.5). What is asked for is found by
/// [Queries].
final class DataOrders {
    private static final long NO_PICTURE = -2;

    private final Model model;
    private final Flash flash;
    private final Store store;
    private final Queries queries;

    DataOrders(Model model, Flash flash, Store store, Queries queries) {
        this.model = model;
        this.flash = flash;
        this.store = store;
        this.queries = queries;
    }

    /// The code to return for `rest`, the text after `DATA`, decoded.
    long obey(String rest) {
        String verb = Order.head(rest);
        String table = Order.tail(rest);
        if (model.generation() == Generation.CLASSIC) {
            return old(verb, Fields.read(table));
        }
        Fields fields = Fields.read(Order.tail(table));
        return switch (verb) {
            case "UPDATE" -> update(Order.head(table), fields);
            case "DELETE" -> delete(Order.head(table), fields);
            case "QUERY" -> queries.obey(Order.head(table), fields);
            default -> unknown();
        };
    }

    /// What a terminal says to a command, or a table, that it has never heard of.
    long unknown() {
        return model.generation() == Generation.HYBRID ? Store.UNSUPPORTED : Store.PARAMETER;
    }

    private long old(String verb, Fields fields) {
        return switch (verb) {
            case "USER" -> store.user(fields);
            case "FP" -> store.finger(fields);
            case "DEL_USER" -> deleteUser(fields);
            case "DEL_FP" -> deleteFinger(fields);
            default -> unknown();
        };
    }

    long update(String table, Fields fields) {
        boolean hybrid = model.generation() == Generation.HYBRID;
        return switch (table) {
            case "USERINFO" -> store.user(fields);
            case "FINGERTMP" -> store.finger(fields);
            case "FACE" -> hybrid ? unknown() : store.face(fields);
            case "BIODATA" -> hybrid ? store.biodata(fields) : unknown();
            case "BIOPHOTO" -> hybrid ? store.comparison(fields) : unknown();
            case "USERPIC" -> store.picture(fields);
            case "SMS" -> keep(table, "UID", fields);
            case "USER_SMS" -> keep(table, "PIN", fields);
            case "TIMEZONE" -> keep(table, "TZID", fields);
            case "GLOCK" -> keep(table, "GLID", fields);
            default -> unknown();
        };
    }

    private long delete(String table, Fields fields) {
        boolean hybrid = model.generation() == Generation.HYBRID;
        return switch (table) {
            case "USERINFO" -> deleteUser(fields);
            case "FINGERTMP" -> deleteFinger(fields);
            case "FACE" -> hybrid ? unknown() : deleteFace(fields);
            case "BIODATA" -> hybrid ? deleteBiodata(fields) : unknown();
            case "BIOPHOTO" -> hybrid ? deletePicture(fields, flash.comparisons) : unknown();
            case "USERPIC" -> deletePicture(fields, flash.pictures);
            case "SMS" -> drop(table, "UID", fields);
            case "USER_SMS" -> drop(table, "PIN", fields);
            case "TIMEZONE" -> drop(table, "TZID", fields);
            case "GLOCK" -> drop(table, "GLID", fields);
            default -> unknown();
        };
    }

    private long deleteUser(Fields fields) {
        if (!fields.name("PIN")) {
            return Store.PARAMETER;
        }
        flash.forget(fields.text("PIN", ""));
        return Store.DONE;
    }

    /// One finger, or all of a person when none is named.
    private long deleteFinger(Fields fields) {
        if (!fields.name("PIN")) {
            return Store.PARAMETER;
        }
        return remove(
                fields,
                each ->
                        each.type() == Template.FINGER
                                && each.no() == fields.number("FID", each.no()));
    }

    private long deleteFace(Fields fields) {
        boolean some =
                !flash.templates(each ->
                                each.type() == Template.INFRARED_FACE
                                        && each.pin().equals(fields.text("PIN", "")))
                        .isEmpty();
        if (!flash.people.containsKey(fields.text("PIN", ""))) {
            return Store.PARAMETER;
        }
        remove(fields, each -> each.type() == Template.INFRARED_FACE);
        return some ? Store.DONE : NO_PICTURE;
    }

    private long deleteBiodata(Fields fields) {
        if (!fields.name("PIN")) {
            return Store.PARAMETER;
        }
        return remove(
                fields,
                each ->
                        each.type() == fields.number("Type", each.type())
                                && each.no() == fields.number("No", each.no()));
    }

    private long remove(Fields fields, Predicate<Template> wanted) {
        String pin = fields.text("PIN", "");
        flash.templates.values().removeIf(each -> each.pin().equals(pin) && wanted.test(each));
        return Store.DONE;
    }

    private long deletePicture(Fields fields, Map<String, String> pictures) {
        String pin = fields.text("PIN", "");
        if (!flash.people.containsKey(pin)) {
            return Store.PARAMETER;
        }
        return pictures.remove(pin) == null ? NO_PICTURE : Store.DONE;
    }

    private long keep(String table, String key, Fields fields) {
        if (!fields.name(key)) {
            return Store.PARAMETER;
        }
        flash.tables.put(table + "/" + fields.text(key, ""), fields.all());
        return Store.DONE;
    }

    private long drop(String table, String key, Fields fields) {
        if (!fields.name(key)) {
            return Store.PARAMETER;
        }
        flash.tables.remove(table + "/" + fields.text(key, ""));
        return Store.DONE;
    }
}
