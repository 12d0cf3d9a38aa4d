package io.larder.server.watch;

import io.larder.server.terminal.DayCheck;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the punches of single days at attendance terminals compare with those in the ledger, as
/// names and values for text and JSON.
public final class DaySurvey {
    private record Line(String terminal, DayCheck check) {
        Map<String, Object> shown() {
            Map<String, Object> out = new LinkedHashMap<>();
            out.put("terminal", terminal);
            out.put("day", check.day().toString());
            out.put("state", word(check.state()));
            out.put("text", check.words());
            switch (check.state()) {
                case COMPLETE, SHORT, STILL_SHORT -> {
                    out.put("terminalHas", check.held());
                    out.put("boxHas", check.kept());
                    out.put("missing", check.missing());
                }
                case UNKNOWN_COMMAND, NO_ANSWER -> {
                    // Nobody knows how many it has.
                }
            }
            return out;
        }
    }

    private DaySurvey() {}

    private static String word(DayCheck.State state) {
        return switch (state) {
            case COMPLETE -> "complete";
            case SHORT -> "short";
            case STILL_SHORT -> "stillShort";
            case UNKNOWN_COMMAND -> "unknownCommand";
            case NO_ANSWER -> "noAnswer";
        };
    }

    /// One for each day of each terminal, or of one terminal; the newest day first.
    public static List<Map<String, Object>> of(LedgerReader ledger, Optional<String> terminal) {
        List<Line> lines = new ArrayList<>();
        for (String subject : ledger.facts().subjects(Facts.ADMITTED)) {
            if (terminal.filter(one -> !one.equals(subject)).isEmpty()) {
                ledger.facts()
                        .of(subject)
                        .forEach((name, value) -> {
                            if (DayCheck.isName(name)) {
                                DayCheck.read(value)
                                        .ifPresent(check -> lines.add(new Line(subject, check)));
                            }
                        });
            }
        }
        return lines.stream()
                .sorted(
                        Comparator.comparing((Line line) -> line.check().day())
                                .reversed()
                                .thenComparing(Line::terminal))
                .map(Line::shown)
                .toList();
    }
}
