package io.larder.server.simulation;

import io.larder.server.cli.MeetingTerminal;
import io.larder.storage.LedgerRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A meeting terminal: it logs in before it tells who came in, each time on a new connection, and
/// asks for code and secret anew when those it has are not taken. No box tells it how far it is.
final class SimulatedRoom extends SimulatedTerminal {
    private static final String DONE = "00000000";
    private static final String WRONG_SECRET = "S01E0002";

    private @Nullable MeetingTerminal last;

    SimulatedRoom(int index) {
        super("MEET%06d".formatted(index));
    }

    @Override
    String kind() {
        return "verification";
    }

    @Override
    long number(LedgerRow row) {
        return Long.parseLong(row.key());
    }

    @Override
    void make(int draw) {
        made++;
    }

    @Override
    protected String greet(SimulatedBox box) {
        String code = logIn(box);
        if (code.equals(DONE)) {
            greeted();
        }
        return code.equals(DONE) ? "is logged in" : "is not greeted: " + code;
    }

    private String logIn(SimulatedBox box) {
        MeetingTerminal before = last;
        if (before != null) {
            MeetingTerminal now = box.connect(before);
            String code = code(now.logIn());
            last = code.equals(WRONG_SECRET) ? null : now;
            return code;
        }
        MeetingTerminal now = box.connect(serial());
        String code = code(now.register());
        if (code.equals(DONE)) {
            code = code(now.accredit());
        }
        if (code.equals(DONE)) {
            code = code(now.logIn());
            last = now;
        }
        return code;
    }

    private static String code(Map<String, Object> answer) {
        return String.valueOf(answer.get("code"));
    }

    @Override
    String send(SimulatedBox box, int most, boolean answerLost) {
        String code = logIn(box);
        MeetingTerminal now = last;
        if (!code.equals(DONE) || now == null) {
            return code;
        }
        int end = Math.min(made, acknowledged + most);
        List<Map<String, String>> visits = new ArrayList<>();
        for (int number = acknowledged + 1; number <= end; number++) {
            visits.add(visit(number));
        }
        String said = now.code("dev.data.upload.verifyLog", Map.of("verifyLog", visits));
        if (said.equals(DONE) && !answerLost) {
            acknowledged = end;
        }
        return said;
    }

    private static Map<String, String> visit(int number) {
        return Map.of(
                "pin", String.valueOf(1 + number % 7),
                "meetCode", "5",
                "verifyTime", "2026-05-%02dT11:59:00+08:00".formatted(1 + number % 28),
                "verifyStyle", "1",
                "status", "0",
                "category", "0",
                "recodeType", "0",
                "logId", String.valueOf(number));
    }

    /// Somebody has it send all it has.
    @Override
    void boxWentBack() {
        acknowledged = 0;
    }
}
