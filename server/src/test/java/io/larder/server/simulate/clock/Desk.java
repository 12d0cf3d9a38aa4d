package io.larder.server.simulate.clock;

import io.larder.server.record.Serial;
import io.larder.server.simulate.Call;
import io.larder.server.simulate.Heard;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A scripted box without a socket and a terminal before it: writes down every request as its bytes
/// and answers as a box should, unless the script says otherwise.
final class Desk implements Uplink {
    static final LocalDateTime NOON = LocalDateTime.of(2026, 3, 2, 12, 0);
    static final Serial SERIAL = new Serial("CKJF201960001");

    final TimeClock clock;
    LocalDateTime now = NOON;
    private final List<String> said = new ArrayList<>();
    private final Deque<Optional<Heard>> script = new ArrayDeque<>();
    private final Deque<String> orders = new ArrayDeque<>();
    private String options = "Delay=30\n";

    Desk(Model model) {
        clock = new TimeClock(SERIAL, model);
    }

    /// Initialised, and what it said so far forgotten.
    static Desk ready(Model model) {
        Desk desk = new Desk(model);
        desk.talk();
        return desk;
    }

    Desk withOptions(String lines) {
        options = lines;
        return this;
    }

    /// The next answers are lost, though the requests get through.
    Desk losing(int answers) {
        for (int i = 0; i < answers; i++) {
            script.add(Optional.empty());
        }
        return this;
    }

    Desk answering(int status, String body) {
        script.add(Optional.of(new Heard(status, body)));
        return this;
    }

    @Override
    public Optional<Heard> say(Call call) {
        byte[] wire = call.wire("box", false);
        said.add(new String(wire, StandardCharsets.ISO_8859_1));
        Optional<Heard> scripted = script.poll();
        return scripted != null ? scripted : Optional.of(new Heard(200, answer(call.target())));
    }

    private String answer(String target) {
        if (target.contains("options=all")) {
            return "GET OPTION FROM: " + SERIAL + "\n" + options;
        }
        boolean poll = target.startsWith("/iclock/getrequest?");
        return poll && !orders.isEmpty() ? orders.remove() : "OK";
    }

    /// One request, if one is due; its bytes.
    String step() {
        int before = said.size();
        clock.step(now, this);
        return said.size() > before ? said.getLast() : "";
    }

    /// Steps until nothing is due; what was said meanwhile.
    List<String> talk() {
        int before = said.size();
        while (clock.step(now, this).isPresent()) {
            if (said.size() > before + 1_000) {
                throw new AssertionError("no end: " + said.getLast());
            }
        }
        return List.copyOf(said.subList(before, said.size()));
    }

    /// Hands over commands with ids 1, 2, ... at the next poll; what was said from then on, without
    /// the poll.
    List<String> order(String... commands) {
        now = now.plusMinutes(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < commands.length; i++) {
            lines.append("C:").append(i + 1).append(':').append(commands[i]).append('\n');
        }
        orders.add(lines.toString());
        List<String> said = talk();
        return said.subList(1, said.size());
    }

    /// What the terminal returned for commands, in order.
    List<Long> codes(String... commands) {
        int before = clock.diary().obeyed().size();
        order(commands);
        List<Diary.Obeyed> all = clock.diary().obeyed();
        return all.subList(before, all.size()).stream().map(Diary.Obeyed::code).toList();
    }

    static String body(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    static String target(String request) {
        return request.substring(request.indexOf(' ') + 1, request.indexOf(" HTTP/1.1\r\n"));
    }

    static List<String> targets(List<String> requests) {
        return requests.stream().map(Desk::target).toList();
    }

    /// The bytes of a request with the head that terminals send.
    static String post(String target, String body) {
        return "POST "
                + target
                + " HTTP/1.1\r\nHost: box\r\nUser-Agent: iClock Proxy/1.09\r\n"
                + "Connection: close\r\nAccept: */*\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    static String get(String target) {
        return "GET "
                + target
                + " HTTP/1.1\r\nHost: box\r\nUser-Agent: iClock Proxy/1.09\r\n"
                + "Connection: close\r\nAccept: */*\r\n\r\n";
    }
}
