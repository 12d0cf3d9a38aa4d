package io.larder.server.console;

import io.larder.server.record.Bytes;
import io.larder.server.site.Hearing;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Site;
import io.larder.server.site.SiteCsv;
import io.larder.server.site.SiteCsv.Import;
import io.larder.server.site.Stated;
import io.larder.server.watch.MeetingSurvey;
import io.larder.server.watch.SiteSurvey;
import io.larder.storage.LedgerReader;
import io.larder.storage.Store;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the console does with the site's data.
///
/// ```
/// GET  /api/v1/site                                     how much there is, and who has it
/// GET  /api/v1/site/KIND?after=KEY&limit=N              items, a page at a time
/// POST /api/v1/site?kind=KIND&deleteMissing=true        a file of comma-separated values
/// GET  /api/v1/meetings?day=DAY&meeting=ID&limit=N      who attended what
/// ```
public final class SiteDesk {
    private final Store store;
    private final Site site;
    private final Hearing hearing;
    private final ZoneId zone;

    /// `zone` is that of the site.
    public SiteDesk(Store store, Site site, Hearing hearing, ZoneId zone) {
        this.store = store;
        this.site = site;
        this.hearing = hearing;
        this.zone = zone;
    }

    /// Who attended what: parameters `meeting`, `day`, or `limit` for the latest ones.
    Reply meetings(Function<String, Optional<String>> parameter) {
        Optional<String> id = parameter.apply("meeting");
        Optional<String> day = parameter.apply("day");
        String limit = parameter.apply("limit").orElse("100");
        if (!limit.matches("[1-9]\\d{0,3}")) {
            return Reply.refused(400, "limit is a number from 1 to " + SiteSurvey.MOST);
        }
        Optional<LocalDate> on = day.flatMap(SiteDesk::day);
        if (day.isPresent() && on.isEmpty()) {
            return Reply.refused(400, "day is " + day.get() + ", expected yyyy-MM-dd");
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            MeetingSurvey survey = new MeetingSurvey(ledger, zone, hearing.now().get());
            if (id.isPresent()) {
                return survey.of(id.get())
                        .map(one -> Reply.ok(Map.of("meetings", List.of(one))))
                        .orElseGet(() -> Reply.refused(404, "no meeting " + id.get()));
            }
            return Reply.ok(
                    Map.of(
                            "meetings",
                            on.map(survey::of)
                                    .orElseGet(() -> survey.latest(Integer.parseInt(limit)))));
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// How much there is of each kind, and how terminals stand to it.
    Reply overview() {
        try (LedgerReader ledger = store.ledger().reader()) {
            return Reply.ok(new SiteSurvey(ledger, hearing).overview());
        }
    }

    /// A page of items; parameters `after`, `limit`.
    Reply list(String word, Function<String, Optional<String>> parameter) {
        Optional<ItemKind> kind = ItemKind.of(word);
        String limit = parameter.apply("limit").orElse("100");
        if (kind.isEmpty()) {
            return Reply.refused(404, "no kind " + word);
        }
        if (!limit.matches("[1-9]\\d{0,3}")) {
            return Reply.refused(400, "limit is a number from 1 to " + SiteSurvey.MOST);
        }
        try (LedgerReader ledger = store.ledger().reader()) {
            SiteSurvey.Page page =
                    new SiteSurvey(ledger, hearing)
                            .page(
                                    kind.get(),
                                    parameter.apply("after").orElse(""),
                                    Integer.parseInt(limit));
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("items", page.items());
            out.put("next", page.next().isEmpty() ? null : page.next());
            return Reply.ok(out);
        }
    }

    /// Takes a file; parameters `kind`, `deleteMissing`. `by` says who brings it.
    Reply take(Bytes file, Function<String, Optional<String>> parameter, String by) {
        Optional<String> word = parameter.apply("kind").filter(text -> !text.isEmpty());
        Optional<ItemKind> kind = word.flatMap(ItemKind::of);
        if (word.isPresent() && kind.isEmpty()) {
            return Reply.refused(400, "no kind " + word.get());
        }
        boolean rest = parameter.apply("deleteMissing").filter("true"::equals).isPresent();
        return switch (SiteCsv.read(file, kind)) {
            case Import.Wrong wrong -> Reply.refused(400, wrong.toString());
            case Import.Read(var statements, var kinds) ->
                    switch (site.state(statements, by, rest ? kinds : Set.of())) {
                        case Stated.Mine mine -> reply(mine);
                        case Stated.Declined declined ->
                                reply(declined, SiteCsv.placed(file, kind, declined));
                    };
        };
    }

    private static Reply reply(Stated.Mine stated) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("changed", stated.changed());
        out.put("same", stated.same());
        out.put("seq", stated.seq());
        return Reply.ok(out);
    }

    private static Reply reply(Stated.Declined declined, String why) {
        return switch (declined.reason()) {
            case WRONG -> Reply.refused(400, why);
            case BUSY -> Reply.refused(503, why);
            case NO_ROOM ->
                    Reply.refused(
                            503, why + "; the first " + declined.taken() + " changes were taken");
        };
    }
}
