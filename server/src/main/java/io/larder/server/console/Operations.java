package io.larder.server.console;

import io.larder.server.projector.Projector;
import io.larder.server.record.Serial;
import io.larder.server.relay.RelayState;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.DaySurvey;
import io.larder.server.watch.Retry;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.QuarantineRow;
import io.larder.storage.Store;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the console can ask of a running box and do with it.
public final class Operations {
    private static final int LONGEST_WINDOW_SECONDS = 86_400;
    private static final int MOST_LINES = 500;
    private static final String ALL = "all";

    private final Store store;
    private final Projector projector;
    private final Terminals terminals;
    private final Admission admission;
    private final BoxClock clock;
    private final Supplier<List<RelayState>> relays;

    public Operations(
            Store store,
            Projector projector,
            Terminals terminals,
            Admission admission,
            BoxClock clock,
            Supplier<List<RelayState>> relays) {
        this.store = store;
        this.projector = projector;
        this.terminals = terminals;
        this.admission = admission;
        this.clock = clock;
        this.relays = relays;
    }

    /// What is known since the start only.
    Reply status() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("state", "running");
        out.put("lastSeq", store.journal().lastSeq());
        out.put("appliedSeq", projector.applied());
        out.put("ringUsed", Math.round(store.journal().used() * 1000) / 1000.0);
        out.put("journalFailure", store.journal().failure().orElse(null));
        out.put("ledgerTrouble", projector.trouble().orElse(null));
        out.put("admission", policy());
        out.put("pairingSeconds", admission.windowSeconds());
        out.put("terminals", terminals.all().stream().map(this::terminal).toList());
        out.put("turnedAway", turnedAway().isEmpty() ? null : turnedAway());
        out.put("upstreams", relays.get().stream().map(UpstreamDesk::upstream).toList());
        return Reply.ok(out);
    }

    /// How the punches of single days at the terminals compare with those here, newest day first;
    /// of one terminal when it is named.
    Reply reconciliation(Optional<String> terminal) {
        try (LedgerReader ledger = store.ledger().reader()) {
            return Reply.ok(Map.of("days", DaySurvey.of(ledger, terminal)));
        }
    }

    /// Who wanted in lately and was not let in since.
    private List<String> turnedAway() {
        return admission.turnedAway().stream()
                .filter(serial -> terminals.find(serial).isEmpty())
                .map(Serial::text)
                .toList();
    }

    private String policy() {
        return admission.policy().name().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> terminal(Terminal terminal) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("terminal", terminal.serial().text());
        Optional<Terminals.Heard> heard = terminals.heard(terminal.serial());
        out.put(
                "heard",
                heard.map(each -> each.at().truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse(null));
        out.put("peer", heard.map(Terminals.Heard::peer).orElse(null));
        return out;
    }

    /// Opens the pairing window.
    Reply pair(String seconds) {
        if (!seconds.matches("\\d{1,5}")
                || Integer.parseInt(seconds) < 1
                || Integer.parseInt(seconds) > LONGEST_WINDOW_SECONDS) {
            return Reply.refused(
                    400, "seconds is " + seconds + ", expected 1 to " + LONGEST_WINDOW_SECONDS);
        }
        return switch (admission.policy()) {
            case PAIRING -> {
                admission.openWindow(Integer.parseInt(seconds));
                yield Reply.ok(Map.of("seconds", admission.windowSeconds()));
            }
            case OPEN ->
                    Reply.refused(
                            409, "admission.policy is open: every terminal is let in without it");
            case CLOSED ->
                    Reply.refused(
                            409,
                            "admission.policy is closed: no terminal is let in, set it to pairing");
        };
    }

    /// Reads quarantined lines again: those named, or the first ones waiting when it says `all`.
    Reply retry(List<String> texts) throws InterruptedException {
        List<Position> places = new ArrayList<>();
        try (LedgerReader ledger = store.ledger().reader()) {
            for (String text : texts) {
                Optional<Position> place = Position.read(text);
                if (text.equals(ALL)) {
                    ledger.quarantine().page(Position.START, false, MOST_LINES).stream()
                            .map(QuarantineRow::position)
                            .forEach(places::add);
                } else if (place.isPresent()) {
                    places.add(place.get());
                } else {
                    return Reply.refused(400, "place is " + text + ", expected SEQ/ROW or all");
                }
            }
            return places.size() > MOST_LINES
                    ? Reply.refused(400, "at most " + MOST_LINES + " lines at a time")
                    : Reply.ok(Map.of("lines", retry(ledger, places)));
        } catch (IOException e) {
            return Reply.refused(503, String.valueOf(e.getMessage()));
        }
    }

    private List<Map<String, Object>> retry(LedgerReader ledger, List<Position> places)
            throws IOException, InterruptedException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Retry.Line line : Retry.run(store.journal(), projector, ledger, clock, places)) {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("place", line.place().toString());
            out.put("outcome", line.outcome().word());
            lines.add(out);
        }
        return lines;
    }
}
