package io.larder.server.relay.larder;

import io.larder.storage.Draft;
import io.larder.storage.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// The boxes of this headquarters: which are enrolled, when each was heard, what it may send.
public final class Roster {
    private final Enrolments enrolments;
    private final Contacts contacts;
    private final Quotas quotas;
    private final long usualMegabytes;

    /// `usualMegabytes` a day are what a box may send of which nothing else was said; 0 is any
    /// number.
    public Roster(
            Store store, Supplier<Draft.Stamp> clock, Enrolments enrolments, long usualMegabytes) {
        this.enrolments = enrolments;
        this.contacts = new Contacts(store, clock);
        this.quotas = new Quotas(store, clock);
        this.usualMegabytes = usualMegabytes;
    }

    /// Which boxes are let in.
    public Enrolments enrolments() {
        return enrolments;
    }

    Contacts contacts() {
        return contacts;
    }

    Quotas quotas() {
        return quotas;
    }

    /// Megabytes a day; 0 is any number.
    long megabytes(String box) {
        OptionalLong own = enrolments.box(box).map(EnrolledBox::quota).orElse(OptionalLong.empty());
        return own.orElse(usualMegabytes);
    }

    /// What is known of a box since the start, by the names of the survey; nothing for one that was
    /// not heard.
    public Map<String, Object> live(String box) {
        Map<String, Object> out = new LinkedHashMap<>();
        Optional<Contacts.Contact> contact = contacts.of(box);
        contact.ifPresent(each -> {
            out.put("lastContact", moment(each.millis()));
            if (!each.program().isEmpty()) {
                out.put("program", each.program());
            }
            each.lastSeq().ifPresent(seq -> out.put("lastSeq", seq));
        });
        if (enrolments.isKnown()) {
            long most = megabytes(box);
            out.put("bytesToday", quotas.today(box));
            out.put("megabytesPerDay", most == 0 ? null : most);
        }
        return out;
    }

    /// Invitations that are open.
    public List<Map<String, Object>> invitations() {
        List<Map<String, Object>> all = new ArrayList<>();
        if (enrolments.isKnown()) {
            for (Invited each : enrolments.open()) {
                Map<String, Object> out = new LinkedHashMap<>();
                out.put("invitation", each.number());
                out.put("site", each.site());
                out.put("box", each.box().isEmpty() ? null : each.box());
                out.put("until", moment(each.untilMillis()));
                all.add(out);
            }
        }
        return all;
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
