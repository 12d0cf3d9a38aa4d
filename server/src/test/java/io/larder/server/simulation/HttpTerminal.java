package io.larder.server.simulation;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A terminal that asks by HTTP, and when it starts anew goes on where the box says it is.
abstract class HttpTerminal extends SimulatedTerminal {
    private static final String PEER = "10.0.0.9";

    private final Pattern bookmark;
    private final List<String> rows = new ArrayList<>();

    /// `bookmark` is the option in which the box tells how far the terminal is.
    HttpTerminal(String serial, String bookmark) {
        super(serial);
        this.bookmark = Pattern.compile(bookmark + "=(\\d*)");
    }

    protected abstract String row(int number, int draw);

    protected abstract String hello();

    /// Where rows go whose last one has that number.
    protected abstract String upload(int last);

    protected static Wire.Request get(String target) {
        return Wire.Request.of("GET", target, Bytes.EMPTY, PEER);
    }

    protected static Wire.Request post(String target, String body) {
        return Wire.Request.of("POST", target, Bytes.utf8(body), PEER);
    }

    @Override
    final void make(int draw) {
        made++;
        rows.add(row(made, draw) + "\n");
    }

    @Override
    final String send(SimulatedBox box, int most, boolean answerLost) {
        int last = Math.min(made, acknowledged + most);
        String body = String.join("", rows.subList(acknowledged, last));
        Answer answer = box.handle(post(upload(last), body));
        if (answer instanceof Answer.Stored && !answerLost) {
            acknowledged = last;
        }
        return said(answer);
    }

    protected static String said(Answer answer) {
        return switch (answer) {
            case Answer.Stored(var receipt, _) -> "OK " + receipt.seq();
            case Answer.Refused(var status, var why, _) -> status + " " + why;
            case Answer other -> other.toString();
        };
    }

    /// What a greeting says: it goes on after that, back or forth.
    @Override
    protected final String greet(SimulatedBox box) {
        Answer answer = box.handle(get(hello()));
        if (!(answer instanceof Answer.Text(Bytes body))) {
            return "is not greeted: " + said(answer);
        }
        Matcher told = bookmark.matcher(body.asLatin1());
        if (!told.find()) {
            throw new AssertionError("no bookmark in " + body.asLatin1());
        }
        greeted();
        acknowledged = told.group(1).isEmpty() ? 0 : Integer.parseInt(told.group(1));
        return "goes on after " + acknowledged;
    }
}
