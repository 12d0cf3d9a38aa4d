package io.larder.server.simulate.meeting;

import io.larder.server.protocol.meeting.Values;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/// From the open connection to the answered report (PROTOCOL.md 6.3, 6.4). What the box gave at the
/// first time is used again; when it is refused, all begins anew.
final class LogIn {
    private final Words words;
    private final Memory memory;
    private final Report report;
    private final Map<String, String> credentials;
    private final Examiner examiner;
    private final MeetingTally tally;

    /// `credentials` are parameters that say which product this is and that it has the key.
    LogIn(
            Words words,
            Memory memory,
            Report report,
            Map<String, String> credentials,
            Examiner examiner,
            MeetingTally tally) {
        this.words = words;
        this.memory = memory;
        this.report = report;
        this.credentials = credentials;
        this.examiner = examiner;
        this.tally = tally;
    }

    /// Returns the pause between heartbeats in seconds.
    long perform(Conversation talk) throws IOException, InterruptedException {
        if (memory.secret.isEmpty()) {
            register(talk);
            logIn(talk);
            tally.firstLogIns.increment();
        } else {
            logIn(talk);
            tally.laterLogIns.increment();
        }
        return report(talk);
    }

    private void register(Conversation talk) throws IOException, InterruptedException {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("protType", "best-w");
        params.put("protVer", "1.0.0");
        params.putAll(credentials);
        params.put("devType", "meet");
        memory.authCode = given(talk, "dev.register", params, "authCode");
        Map<String, Object> more = new LinkedHashMap<>();
        more.putAll(credentials);
        more.put("authCode", memory.authCode);
        memory.secret = given(talk, "dev.accredit", more, "secret");
    }

    private void logIn(Conversation talk) throws IOException, InterruptedException {
        Map<String, Object> params = new LinkedHashMap<>();
        params.putAll(credentials);
        params.put("authCode", memory.authCode);
        params.put("secret", memory.secret);
        try {
            introduce(talk, "dev.login", params);
        } catch (Refused e) {
            memory.authCode = "";
            memory.secret = "";
            throw e;
        }
    }

    private String given(
            Conversation talk, String funcId, Map<String, Object> params, String result)
            throws IOException, InterruptedException {
        String given = Values.text(introduce(talk, funcId, params).results(), result);
        if (given.isEmpty()) {
            examiner.find("answer to " + funcId + " without " + result);
            throw new Refused(funcId + ": no " + result);
        }
        return given;
    }

    private Answer introduce(Conversation talk, String funcId, Map<String, Object> params)
            throws IOException, InterruptedException {
        String mid = words.mid();
        return done(talk, funcId, mid, words.introduction(funcId, mid, params));
    }

    private Answer done(Conversation talk, String funcId, String mid, String text)
            throws IOException, InterruptedException {
        Answer answer = talk.ask(mid, text);
        if (!answer.isDone()) {
            tally.refused.increment();
            throw new Refused(funcId + ": " + answer);
        }
        return answer;
    }

    private long report(Conversation talk) throws IOException, InterruptedException {
        String mid = words.mid();
        Answer answer = done(talk, "dev.report", mid, report.text(mid, memory));
        examiner.report(answer);
        zone(Values.text(answer.results(), "timezone"));
        String seconds = Values.text(answer.results(), "heartbeatInterval");
        return seconds.matches("[1-9]\\d{0,5}") ? Long.parseLong(seconds) : 60;
    }

    /// The clock on the wall is the same, its place in the world is told.
    private void zone(String offset) {
        if (!offset.matches("[+-]\\d\\d:\\d\\d")) {
            examiner.find("time zone of the report is " + offset);
            return;
        }
        memory.time = memory.time.withOffsetSameLocal(ZoneOffset.of(offset));
    }

    /// The box does not want this terminal, or not so.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String what) {
            super(what);
        }
    }
}
