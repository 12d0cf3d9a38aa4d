package io.larder.server.console;

import io.larder.server.json.Fields;
import io.larder.server.json.Json;
import io.larder.server.projector.Projector;
import io.larder.server.relay.larder.Enrolments;
import io.larder.server.relay.larder.Roster;
import io.larder.server.watch.BoxSurvey;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The boxes of a headquarters: shows them, invites, revokes, readmits, bounds what they send.
public final class BoxDesk {
    private static final int SITE_CHARACTERS = 64;
    private static final int MOST_DAYS = 365;
    private static final long USUAL_DAYS = 7;
    private static final long MOST_MEGABYTES = 1_000_000;

    private final Store store;
    private final Projector projector;
    private final Roster roster;
    private final boolean enrols;

    /// `enrols` is whether boxes can come in by certificates now.
    public BoxDesk(Store store, Projector projector, Roster roster, boolean enrols) {
        this.store = store;
        this.projector = projector;
        this.roster = roster;
        this.enrols = enrols;
    }

    /// All of them, and the invitations that are open.
    Reply list() {
        if (!projector.isCaughtUp()) {
            return Reply.refused(503, "the box is still reading its records");
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            List<Map<String, Object>> boxes = BoxSurvey.of(ledger, roster::live);
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("boxes", boxes);
            out.put("invitations", roster.invitations());
            return Reply.ok(out);
        }
    }

    /// Takes `{"site":…,"days":…,"box":…,"megabytesPerDay":…}`.
    Reply invite(String body, Role role) {
        if (role != Role.OWNER) {
            return notAllowed();
        }
        if (!enrols) {
            return Reply.refused(
                    409, "receive.tls is false or receive.port is 0: no box could come in");
        }
        Enrolments.Guest guest;
        try {
            Map<String, Object> said = Json.read(body);
            Fields fields = new Fields(said);
            String site =
                    fields.text("site", SITE_CHARACTERS)
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "site is missing, expected what people call it"));
            long days = said.containsKey("days") ? fields.number("days", 1, MOST_DAYS) : USUAL_DAYS;
            guest =
                    new Enrolments.Guest(
                            site,
                            said.containsKey("box") ? fields.box() : "",
                            Duration.ofDays(days),
                            megabytes(said));
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        return reply(roster.enrolments().invite(guest), "invitation");
    }

    private static OptionalLong megabytes(Map<String, Object> said) {
        return said.containsKey("megabytesPerDay")
                ? OptionalLong.of(new Fields(said).number("megabytesPerDay", 0, MOST_MEGABYTES))
                : OptionalLong.empty();
    }

    Reply revoke(String box, Role role) {
        return role == Role.OWNER ? reply(roster.enrolments().revoke(box), "site") : notAllowed();
    }

    Reply readmit(String box, Role role) {
        return role == Role.OWNER ? reply(roster.enrolments().readmit(box), "site") : notAllowed();
    }

    /// Takes `{"megabytesPerDay":…}`; without the member, the usual.
    Reply quota(String box, String body, Role role) {
        if (role != Role.OWNER) {
            return notAllowed();
        }
        try {
            return reply(roster.enrolments().quota(box, megabytes(Json.read(body))), "site");
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
    }

    private static Reply notAllowed() {
        return Reply.refused(403, "this token may not say which boxes are let in");
    }

    private static Reply reply(Enrolments.Outcome outcome, String name) {
        return switch (outcome) {
            case Enrolments.Done(var text) -> Reply.ok(Map.of(name, text));
            case Enrolments.Denied(var status, var why) -> Reply.refused(status, why);
        };
    }
}
