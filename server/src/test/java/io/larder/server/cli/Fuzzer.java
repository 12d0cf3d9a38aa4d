package io.larder.server.cli;

import io.larder.server.exchange.Mutator;
import io.larder.server.exchange.Mutator.Drawn;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody who says anything to a door: requests that are wrong in a place, several in a row,
/// damaged, or half; and replies to the commands that are really open. Knows what must not be heard
/// then.
final class Fuzzer {
    /// Canteen and attendance terminals that commands are given to.
    static final List<String> CANTEEN = List.of("5158181900025", "5158181900026");

    static final List<String> ATTENDANCE = List.of("CKJF201960001");

    /// What all of them heard.
    static final class Findings {
        final Queue<String> violations = new ConcurrentLinkedQueue<>();
        final Owed owed = new Owed();
        final LongAdder connections = new LongAdder();
        final LongAdder resets = new LongAdder();
        final LongAdder replies = new LongAdder();
        private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();

        void wrong(String what, Bytes said) {
            if (violations.size() < 20) {
                String text = said.asLatin1();
                violations.add(what + ": " + text.substring(0, Math.min(1_500, text.length())));
            }
        }

        /// Why nothing was done is counted by reason.
        void heard(Heard.Answer answer) {
            String why = answer.status() == 503 ? " " + answer.body().asLatin1() : "";
            answers.computeIfAbsent(answer.status() + why, _ -> new LongAdder()).increment();
        }

        @Override
        public String toString() {
            return "%d connections, %d reset, answers %s, %d bodies promised, %d replies to open commands"
                    .formatted(connections.sum(), resets.sum(), answers, owed.all(), replies.sum());
        }
    }

    private static final List<String> TOKENS =
            List.of(
                    "\r\n",
                    "\n\n",
                    "\r\n\r\n",
                    "Content-Length: 3\r\n",
                    "Content-Length: 99999999999\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Expect: 100-continue\r\n",
                    "Range: bytes=0-1\r\n",
                    " HTTP/1.1",
                    "GET /iclock/ping?SN=1 HTTP/1.1\r\n\r\n",
                    "ffffffff\r\n",
                    "-1",
                    "\0\u00ff",
                    "x".repeat(700));
    private static final Pattern ORDER = Pattern.compile("C:(\\d{1,16}):(\\w+)");

    private final int port;
    private final Random random;
    private final Mutator mutator;
    private final Findings findings;

    Fuzzer(int port, long seed, Findings findings) {
        this.port = port;
        this.random = new Random(seed);
        this.mutator = new Mutator(random);
        this.findings = findings;
    }

    /// One connection with something on it.
    void round() throws IOException {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> whole(some(1 + random.nextInt(4)));
            case 4, 5 -> damaged();
            case 6 -> half();
            default -> obey();
        }
    }

    private List<Drawn> some(int many) {
        List<Drawn> some = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            some.add(mutator.draw());
        }
        return some;
    }

    /// Requests that are framed as they should be: each is answered, unless the door says that it
    /// ends with an earlier answer.
    private List<Heard.Answer> whole(List<Drawn> requests) throws IOException {
        Bytes said = framed(requests);
        Heard heard = say(said, false);
        List<Heard.Answer> answers = heard.answers();
        boolean ended = !answers.isEmpty() && answers.getLast().last();
        if (heard.end() == Heard.End.CLOSED && answers.size() < requests.size() && !ended) {
            findings.wrong(answers.size() + " answers to " + requests.size() + " requests", said);
        }
        for (int i = 0; i < Math.min(answers.size(), requests.size()); i++) {
            Drawn request = requests.get(i);
            if (isUpload(request) && answers.get(i).isOk()) {
                findings.owed.promised(Bytes.latin1(request.body()));
            }
        }
        return answers;
    }

    /// A ping says nothing whatever comes with it.
    private static boolean isUpload(Drawn request) {
        return request.method().equals("POST")
                && !request.body().isEmpty()
                && !request.target().toLowerCase(Locale.ROOT).contains("ping");
    }

    private void damaged() throws IOException {
        say(mutator.damaged(framed(some(1 + random.nextInt(3))), TOKENS), false);
    }

    /// Half of a request, and now and then nothing more until the door has had enough.
    private void half() throws IOException {
        Bytes said = framed(some(1));
        say(said.slice(0, random.nextInt(said.length())), random.nextInt(20) == 0);
    }

    /// Polls as a terminal and says something about what it is told to do.
    private void obey() throws IOException {
        boolean canteen = random.nextInt(3) > 0;
        List<String> serials = canteen ? CANTEEN : ATTENDANCE;
        String sn = "SN=" + serials.get(random.nextInt(serials.size()));
        String poll = canteen ? "/iclock/posrequest?" : "/iclock/getrequest?";
        List<Heard.Answer> answers = whole(List.of(new Drawn("GET", poll + sn, "")));
        List<String> replies = new ArrayList<>();
        answers.forEach(answer -> {
            Matcher order = ORDER.matcher(answer.body().asLatin1());
            while (order.find()) {
                replies.add(reply(order.group(1), order.group(2)));
            }
        });
        String path = canteen ? "/iclock/posdevicecmd?" : "/iclock/devicecmd?";
        for (int from = 0; from < replies.size(); from += 5) {
            List<String> few = replies.subList(from, Math.min(from + 5, replies.size()));
            String body = String.join(random.nextBoolean() ? "" : "\n", few);
            boolean right = random.nextInt(3) == 0;
            whole(List.of(new Drawn("POST", path + sn, right ? body : mutator.body(body))));
            findings.replies.add(few.size());
        }
    }

    private String reply(String id, String command) {
        int code = random.nextInt(4) == 0 ? -random.nextInt(1_100) : random.nextInt(3);
        return switch (random.nextInt(4)) {
            case 0 -> "ID=" + id + "&Return=" + code + "&CMD=" + command + "\n";
            case 1 -> "ID=" + id + "\nReturn=" + code + "\nCMD=" + command + "\n";
            case 2 -> "ID=" + id + "&Return=" + code + "&CMD=INFO\nUserCount=" + code + "\nX=\0\n";
            default ->
                    "ID="
                            + id
                            + "\nSN=1\nFILENAME=a\nCMD="
                            + command
                            + "\nReturn=4\nContent=a\0\nb";
        };
    }

    private Bytes framed(List<Drawn> requests) {
        StringBuilder said = new StringBuilder();
        requests.forEach(request -> said.append(framed(request)));
        return Bytes.latin1(said.toString());
    }

    private String framed(Drawn request) {
        String head = request.method() + " " + request.target() + " HTTP/1.1\r\nHost: box\r\n";
        String body = request.body();
        if (random.nextInt(4) > 0) {
            boolean bare = body.isEmpty() && request.method().equals("GET");
            return head + (bare ? "\r\n" : "Content-Length: " + body.length() + "\r\n\r\n" + body);
        }
        int cut = random.nextInt(body.length() + 1);
        return head
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk(body.substring(0, cut))
                + chunk(body.substring(cut))
                + "0\r\n\r\n";
    }

    private static String chunk(String text) {
        return text.isEmpty() ? "" : Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private Heard say(Bytes said, boolean more) throws IOException {
        findings.connections.increment();
        Heard heard;
        try {
            heard = Heard.of(port, said, more);
        } catch (SocketException e) {
            findings.wrong("no connection, " + e.getMessage(), said);
            throw e;
        }
        switch (heard.end()) {
            case CLOSED -> {}
            case RESET -> findings.resets.increment();
            case HANGS -> findings.wrong("neither answered nor closed", said);
        }
        heard.answers().forEach(answer -> findings.heard(answer));
        if (heard.bytes().asLatin1().contains("HTTP/1.1 500")) {
            findings.wrong("500", said);
        }
        return heard;
    }
}
