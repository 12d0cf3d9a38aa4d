package io.larder.server.console;

import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockOffsets;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Terminals;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The box's clock and those of its terminals.
public final class ClockDesk {
    private final BoxClock clock;
    private final Terminals terminals;
    private final ZoneId zone;

    /// `zone` is the site's.
    public ClockDesk(BoxClock clock, Terminals terminals, ZoneId zone) {
        this.clock = clock;
        this.terminals = terminals;
        this.zone = zone;
    }

    /// What time it is here, whether terminals may set their clocks by it and why, and whose clocks
    /// are off by how much.
    Reply show() {
        return Reply.ok(state());
    }

    private Map<String, Object> state() {
        ClockTrust.Verdict verdict = clock.verdict();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("time", here(clock.now()));
        out.put("trusted", verdict.ground().isPresent());
        out.put("ground", verdict.ground().map(ClockDesk::word).orElse(null));
        out.put("why", verdict.why());
        out.put("terminals", offsets());
        return out;
    }

    private List<Map<String, Object>> offsets() {
        List<Map<String, Object>> all = new ArrayList<>();
        terminals
                .clocks()
                .all()
                .forEach((serial, off) -> {
                    Map<String, Object> out = new LinkedHashMap<>();
                    out.put("terminal", serial.text());
                    out.put("aheadSeconds", off.toSeconds());
                    out.put("drifts", ClockOffsets.drifts(off));
                    all.add(out);
                });
        return all;
    }

    private static String word(ClockTrust.Ground ground) {
        return ground.name().toLowerCase(Locale.ROOT);
    }

    private String here(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime().toString();
    }

    /// A person says what time it is at the site, `yyyy-MM-ddTHH:mm`, seconds as wanted.
    Reply confirm(Optional<String> time) {
        Instant said;
        try {
            said = LocalDateTime.parse(time.orElse("")).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return Reply.refused(
                    400,
                    "time is "
                            + time.orElse("missing")
                            + ", expected the time at the site such as 2026-03-01T12:30");
        }
        Instant now = clock.now();
        if (Duration.between(said, now).abs().compareTo(ClockTrust.TOLERANCE) > 0) {
            return Reply.refused(
                    409,
                    "the clock of this box says "
                            + here(now)
                            + ": set the machine's clock (timedatectl set-time) or its network's"
                            + " time server, then confirm");
        }
        clock.confirm();
        return show();
    }
}
