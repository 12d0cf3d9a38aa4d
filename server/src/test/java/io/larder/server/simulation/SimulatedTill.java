package io.larder.server.simulation;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A canteen terminal: it numbers its meals, keeps them all, and sends what comes after the last
/// one that it has an `OK` for. When it starts anew it goes on where the box says it is.
final class SimulatedTill {
    private static final Pattern BOOKMARK = Pattern.compile("PosLogStampId=(\\d+)");
    private static final String PEER = "10.0.0.9";

    private final String serial;
    private final List<String> meals = new ArrayList<>();
    private int acknowledged;
    private int offered;
    private boolean greeted;

    SimulatedTill(int index) {
        this.serial = "51581819%05d".formatted(index);
    }

    String serial() {
        return serial;
    }

    int meals() {
        return meals.size();
    }

    int acknowledged() {
        return acknowledged;
    }

    void sell(int price) {
        int number = meals.size() + 1;
        meals.add(
                "%d\tC\t2026-05-%02d 10:16:58\t%d\t8750\t%d\t2\t2\t0\t%d\t1\n"
                        .formatted(1 + number % 7, 1 + number % 28, price, number, number));
    }

    boolean hasMore() {
        return acknowledged < meals.size();
    }

    /// The next rows, at most `most`.
    Wire.Request upload(int most) {
        offered = Math.min(meals.size(), acknowledged + most);
        String body = String.join("", meals.subList(acknowledged, offered));
        String target =
                "/iclock/cpos?SN="
                        + serial
                        + "&table=BUYLOG&Stamp=2026-05-28T10:16:58&StampId="
                        + offered;
        return Wire.Request.of("POST", target, Bytes.utf8(body), PEER);
    }

    /// The answer to the latest upload.
    void hear(Answer answer) {
        if (answer instanceof Answer.Stored) {
            acknowledged = offered;
        }
    }

    /// It says hello before it sends anything again.
    void startAnew() {
        greeted = false;
    }

    boolean isGreeted() {
        return greeted;
    }

    Wire.Request hello() {
        String target =
                "/iclock/cpos?SN="
                        + serial
                        + "&options=all&fireVer=Ver_2020.0.0.2-20181011&build=0001&ip=10.0.0.1"
                        + "&language=69&devicename=CM102&device_type=30&IsConsumeFunType=1"
                        + "&pushver=4.0.1";
        return Wire.Request.of("GET", target, Bytes.EMPTY, PEER);
    }

    /// What a greeting says: the till goes on after it, back or forth.
    String start(Answer answer) {
        if (!(answer instanceof Answer.Text(Bytes body))) {
            return answer instanceof Answer.Refused(_, String why, _)
                    ? "is not greeted: " + why
                    : "is not greeted";
        }
        Matcher told = BOOKMARK.matcher(body.asLatin1());
        if (!told.find()) {
            throw new AssertionError("no bookmark in " + body.asLatin1());
        }
        greeted = true;
        acknowledged = Integer.parseInt(told.group(1));
        return "goes on after " + acknowledged;
    }
}
