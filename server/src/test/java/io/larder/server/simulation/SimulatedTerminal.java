package io.larder.server.simulation;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.storage.LedgerRow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A terminal that numbers what it records, keeps all of it, and sends what comes after the last
/// one that it has an `OK` for. When it starts anew it goes on where the box says it is.
abstract class SimulatedTerminal {
    private static final String PEER = "10.0.0.9";

    private final String serial;
    private final Pattern bookmark;
    private final List<String> rows = new ArrayList<>();
    private int acknowledged;
    private int offered;
    private boolean greeted;

    /// `bookmark` is the option in which the box tells how far the terminal is.
    SimulatedTerminal(String serial, String bookmark) {
        this.serial = serial;
        this.bookmark = Pattern.compile(bookmark + "=(\\d*)");
    }

    /// The kind of its records.
    abstract String kind();

    /// Which of its records `row` is, from 1.
    abstract long number(LedgerRow row);

    /// Its next row, with something drawn in it.
    protected abstract String row(int number, int draw);

    protected abstract String hello();

    /// Where rows go whose last one has that number.
    protected abstract String upload(int last);

    final String serial() {
        return serial;
    }

    /// How many records it has made.
    final int made() {
        return rows.size();
    }

    final int acknowledged() {
        return acknowledged;
    }

    final void make(int draw) {
        rows.add(row(rows.size() + 1, draw) + "\n");
    }

    final boolean hasMore() {
        return acknowledged < rows.size();
    }

    protected final Wire.Request get(String target) {
        return Wire.Request.of("GET", target, Bytes.EMPTY, PEER);
    }

    protected final Wire.Request post(String target, String body) {
        return Wire.Request.of("POST", target, Bytes.utf8(body), PEER);
    }

    /// The next rows, at most `most`.
    final Wire.Request sending(int most) {
        offered = Math.min(rows.size(), acknowledged + most);
        return post(upload(offered), String.join("", rows.subList(acknowledged, offered)));
    }

    /// The answer to the latest upload.
    final void hear(Answer answer) {
        if (answer instanceof Answer.Stored) {
            acknowledged = offered;
        }
    }

    /// It says hello before it sends anything again.
    void startAnew() {
        greeted = false;
    }

    final boolean isGreeted() {
        return greeted;
    }

    final Wire.Request greeting() {
        return get(hello());
    }

    /// What a greeting says: the terminal goes on after it, back or forth.
    final String start(Answer answer) {
        if (!(answer instanceof Answer.Text(Bytes body))) {
            return answer instanceof Answer.Refused(_, String why, _)
                    ? "is not greeted: " + why
                    : "is not greeted";
        }
        Matcher told = bookmark.matcher(body.asLatin1());
        if (!told.find()) {
            throw new AssertionError("no bookmark in " + body.asLatin1());
        }
        greeted = true;
        acknowledged = told.group(1).isEmpty() ? 0 : Integer.parseInt(told.group(1));
        return "goes on after " + acknowledged;
    }
}
