package io.larder.server.cli;

import io.larder.server.config.Keys;
import io.larder.server.json.Json;
import io.larder.server.watch.DaySurvey;
import io.larder.server.watch.MeetingSurvey;
import io.larder.server.watch.StoreView;
import io.larder.server.watch.Survey;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder show`: what is in a store, whose it is and where it is behind.
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what a stopped or a running box has.",
            "All of it follows from the journal, except what stands under 'live': that is known",
            "since the start of the running box only, and to its console."
        },
        footer = {
            "",
            "Topics: box (journal, ledger; by name also its keys), terminals, records (of each kind),",
            "backlog (what upstreams have not taken), gaps (entries and record numbers that are",
            "missing), positions (where everybody stands in the journal), all (default): these six.",
            "Besides: people (who is enrolled, with which terminals), photos (the newest ones),",
            "boxes (at a headquarters: how far each is; `larder boxes list` knows more),",
            "meetings (who attended: the latest ones with numbers, with --day or --meeting everybody),",
            "reconciliation (how many punches of a day each attendance terminal says it has, and how",
            "many are here; newest day first):",
            "  complete                        the box has all that the terminal has",
            "  short by N, asked again         the terminal was told to send the day once more",
            "  short by N after it sent again  it did, and N are still missing",
            "  terminal does not know the command, no answer     it cannot be compared",
            "",
            "Exit code: 0 shown, 1 the store cannot be read, 2 wrong usage or configuration.",
            "",
            "Examples:",
            "  larder show --data /var/lib/larder",
            "  larder show terminals --data /var/lib/larder --json",
            "  larder show photos --data /var/lib/larder --limit 20",
            "  larder show meetings --day 2026-11-20 --data /var/lib/larder",
            "  larder show reconciliation --terminal 5158181900001 --data /var/lib/larder"
        })
final class ShowCommand implements Callable<Integer> {
    private interface Topic {
        Object of(Survey survey, int limit) throws IOException;
    }

    private static final String ALL = "all";
    private static final String BOX = "box";
    private static final String PEOPLE = "people";
    private static final String PHOTOS = "photos";
    private static final String BOXES = "boxes";
    private static final String DAYS = "reconciliation";
    private static final String MEETINGS = "meetings";
    private static final Map<String, Topic> TOPICS = topics();

    @Spec private CommandSpec spec;

    @Parameters(index = "0", defaultValue = ALL, paramLabel = "TOPIC", description = "See below.")
    private String topic = ALL;

    @Mixin private StoreOptions store = new StoreOptions();

    @Option(
            names = "--terminal",
            paramLabel = "SN",
            description = "With reconciliation: of this terminal only.")
    private @Nullable String terminal;

    @Option(names = "--meeting", paramLabel = "ID", description = "With meetings: this one only.")
    private @Nullable String meeting;

    @Option(
            names = "--day",
            paramLabel = "DAY",
            description = "With meetings: those of this day (yyyy-MM-dd).")
    private @Nullable LocalDate day;

    @Option(names = "--json", description = "One JSON object instead of text, without 'live'.")
    private boolean json;

    @Option(names = "--live", description = "With --json: 'live' as well.")
    private boolean live;

    @Option(
            names = "--limit",
            defaultValue = "1000",
            paramLabel = "N",
            description = "The most people, photos or meetings shown (default ${DEFAULT-VALUE}).")
    private int limit;

    private static Map<String, Topic> topics() {
        Map<String, Topic> topics = new LinkedHashMap<>();
        topics.put(BOX, (survey, _) -> survey.box());
        topics.put("terminals", (survey, _) -> survey.terminals());
        topics.put("records", (survey, _) -> survey.records());
        topics.put("backlog", (survey, _) -> survey.backlog());
        topics.put("gaps", (survey, _) -> survey.gaps());
        topics.put("positions", (survey, _) -> survey.positions());
        topics.put(PEOPLE, Survey::people);
        topics.put(PHOTOS, Survey::photos);
        topics.put(BOXES, (survey, _) -> survey.boxes());
        return topics;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean alone = topic.equals(ALL) || topic.equals(DAYS) || topic.equals(MEETINGS);
        if (!alone && !TOPICS.containsKey(topic)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "topic is "
                            + topic
                            + ", expected one of "
                            + String.join(", ", TOPICS.keySet())
                            + ", all, "
                            + DAYS
                            + ", "
                            + MEETINGS);
        }
        if (topic.equals(DAYS)) {
            days();
            return 0;
        }
        if (limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--limit is " + limit + ", expected 1 or more");
        }
        if (topic.equals(MEETINGS)) {
            showMeetings();
            return 0;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean running;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            running = view.live();
            Survey survey = new Survey(view);
            for (Map.Entry<String, Topic> each : TOPICS.entrySet()) {
                if (isWanted(each.getKey())) {
                    shown.put(each.getKey(), each.getValue().of(survey, limit));
                }
            }
        }
        if (topic.equals(BOX)) {
            shown.put("identity", IdentityView.of(store.data(), store.settings()));
        }
        if (!json || live) {
            shown.put("live", running ? status() : Map.of("state", "stopped"));
        }
        print(shown);
        return 0;
    }

    /// People, photos and boxes may be thousands: they are shown when asked for by name.
    private boolean isWanted(String name) {
        boolean many = Set.of(PEOPLE, PHOTOS, BOXES).contains(name);
        return topic.equals(name) || (topic.equals(ALL) && !many);
    }

    /// What only the running box knows; why not, when it does not say.
    private Map<String, Object> status() {
        try (ConsoleClient console = ConsoleClient.of(store.data())) {
            return console.get("/api/v1/status");
        } catch (IOException e) {
            Map<String, Object> unknown = new LinkedHashMap<>();
            unknown.put("state", "running");
            unknown.put("unknown", String.valueOf(e.getMessage()));
            return unknown;
        }
    }

    private void days() throws IOException, InterruptedException {
        List<Map<String, Object>> days;
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            days = DaySurvey.of(view.ledger(), Optional.ofNullable(terminal));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(Map.of(DAYS, days)) + "\n");
        } else {
            out.print(DAYS + "\n" + (days.isEmpty() ? "  none\n" : ""));
            days.forEach(day -> out.print(line(day)));
        }
        out.flush();
    }

    private void showMeetings() throws IOException, InterruptedException {
        List<Map<String, Object>> found = Store.inUse(store.data()) ? meetingsOfBox() : meetings();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(Map.of(MEETINGS, found)) + "\n" : MeetingLines.of(found));
        out.flush();
    }

    /// A running box knows the time of its site; one without a console is looked at like one that
    /// is stopped.
    private List<Map<String, Object>> meetingsOfBox() throws IOException, InterruptedException {
        String question =
                meeting != null
                        ? "meeting=" + URLEncoder.encode(meeting, StandardCharsets.UTF_8)
                        : day == null ? "limit=" + limit : "day=" + day;
        try (ConsoleClient console = ConsoleClient.of(store.data())) {
            List<Map<String, Object>> found = new ArrayList<>();
            if (console.get("/api/v1/meetings?" + question).get(MEETINGS) instanceof List<?> all) {
                for (Object each : all) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    ((Map<?, ?>) each).forEach((name, value) -> one.put(name.toString(), value));
                    found.add(one);
                }
            }
            return found;
        } catch (IOException e) {
            return meetings();
        }
    }

    private List<Map<String, Object>> meetings() throws IOException, InterruptedException {
        ZoneId zone = store.settings().get(Keys.ZONE);
        if (!store.settings().isSet(Keys.ZONE)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "larder: note: site.zone is not set: days and times are those of this"
                                    + " machine, "
                                    + zone
                                    + "; give the configuration of the box");
        }
        try (StoreView view = store.open(spec.commandLine().getErr())) {
            MeetingSurvey survey =
                    new MeetingSurvey(view.ledger(), zone, ClockParts.ofThisMachine().now());
            if (meeting != null) {
                return survey.of(meeting).stream().toList();
            }
            return day == null ? survey.latest(limit) : survey.of(day);
        }
    }

    private static String line(Map<String, Object> day) {
        String counts =
                day.containsKey("terminalHas")
                        ? " (terminal %s, box %s)"
                                .formatted(day.get("terminalHas"), day.get("boxHas"))
                        : "";
        return "  %s  %s  %s%s\n"
                .formatted(day.get("day"), day.get("terminal"), day.get("text"), counts);
    }

    private void print(Map<String, Object> shown) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(Json.write(shown) + "\n");
        } else {
            List<String> blocks =
                    shown.entrySet().stream()
                            .map(each -> Outline.of(each.getKey(), each.getValue()))
                            .toList();
            out.print(String.join("\n", blocks));
        }
        out.flush();
    }
}
