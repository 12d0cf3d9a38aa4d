package io.larder.server.site;

import io.larder.server.record.Family;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.storage.SiteView;
import io.larder.storage.SiteView.Hearer;
import io.larder.storage.SiteView.Hosting;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Which of the site's data a terminal is for: by its role, by what it can take, and by the rule
/// that says which roles share the people whom any of them enrols (`sharing`, in small letters).
/// `now` says until when meetings are over.
public record Hearing(Set<String> sharing, Taker.Judge judge, Supplier<Instant> now) {
    /// Keeps an unchangeable copy.
    public Hearing {
        sharing = Set.copyOf(sharing);
    }

    /// Reads a list of roles, joined by commas; empty for nobody.
    public static Hearing of(String roles, Taker.Judge judge, Supplier<Instant> now) {
        return new Hearing(
                Arrays.stream(roles.toLowerCase(Locale.ROOT).split("[\\s,;]+", -1))
                        .filter(role -> !role.isEmpty())
                        .collect(Collectors.toSet()),
                judge,
                now);
    }

    /// What the ledger is to be asked for a terminal; `needs` are all that there are.
    Hearer of(Terminal terminal, Collection<String> needs, Rooms rooms) {
        String role = role(terminal.facts());
        String room = rooms.roleOf(terminal);
        return new Hearer(
                terminal.serial().text(),
                role,
                sharing.contains(role),
                Needs.metBy(terminal, judge, needs, room),
                terminal.family() == Family.MEETING
                        ? new Hosting(true, room, since())
                        : Hosting.NONE);
    }

    /// The same of all that the ledger knows.
    public Hearer of(Terminal terminal, SiteView site) {
        return of(terminal, site.needs(), Rooms.of(site));
    }

    private String since() {
        return now.get()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .minusDays(SiteLimits.MEETING_DAYS)
                .toString();
    }

    /// What a terminal is for, by what is known of it: as a person set it, else the word of its
    /// family.
    public static String role(Map<String, String> facts) {
        String set = facts.getOrDefault(Facts.set(Adjustments.ROLE), "");
        return set.isEmpty()
                ? facts.getOrDefault(Facts.FAMILY, Family.CANTEEN.word())
                : set.toLowerCase(Locale.ROOT);
    }
}
