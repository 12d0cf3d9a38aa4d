package io.larder.server.exchange.meeting;

import io.larder.server.protocol.meeting.Abilities;
import io.larder.server.protocol.meeting.MeetingTables;
import io.larder.server.record.Bytes;
import io.larder.server.record.Upload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a terminal reports of itself, and what it is told in turn. Source: PROTOCOL.md 6.4,
/// best_report_fields.csv; traps T-102, T-107.
record Report(Map<String, String> said) {
    /// Not lasting: they change with every person and every sign-in.
    private static final Set<String> PASSING =
            Set.of("usercount", "transactioncount", "multibiodatacount", "multibiophotocount");

    private static final String NO_TYPES = "0:0:0:0:0:0:0:0:0:0";

    /// Reads the text of a report.
    static Report read(Bytes text) {
        Upload upload = new Upload(MeetingTables.METHOD, MeetingCall.REPORT.funcId(), "", text);
        return new Report(MeetingTables.read(upload).said());
    }

    /// What stays as it is for a while.
    Map<String, String> lasting() {
        Map<String, String> lasting = new TreeMap<>(said);
        lasting.keySet().removeAll(PASSING);
        return lasting;
    }

    /// The answer: everything said explicitly, all as texts. Templates and pictures of every type
    /// that the terminal has can be kept here; of the functions, those that both sides know.
    Map<String, Object> answer(String zone, long heartbeatSeconds, Set<String> offered) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("timezone", zone);
        answer.put("supportHeartbeat", "1");
        answer.put("heartbeatInterval", Long.toString(heartbeatSeconds));
        answer.put("multiBioDataSupport", types("multibiodatasupport"));
        answer.put("multiBioPhotoSupport", types("multibiophotosupport"));
        answer.put(
                "funcIds",
                Abilities.of(said).stream()
                        .flatMap(abilities -> abilities.functions().stream())
                        .filter(offered::contains)
                        .toList());
        return answer;
    }

    private String types(String name) {
        String types = said.getOrDefault(name, "");
        return types.isEmpty() ? NO_TYPES : types;
    }
}
