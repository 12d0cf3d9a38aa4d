package io.larder.server.relay.push;

import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.storage.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// One terminal towards the server: speaks as it would, on one connection. It initialises before
/// anything else, and again after every trouble: that tells a server that is down from one that
/// does not want this upload or this terminal. One request at a time.
final class Lane implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Lane.class.getName());

    private final String serial;
    private final Family family;
    private final PushSettings settings;
    private final PushLimits limits;
    private final Supplier<Map<String, String>> facts;
    private final PushLine line;
    private final LongSupplier millis;

    private ServerOptions options = ServerOptions.NONE;
    private boolean initialised;
    private boolean introduced;
    private long nextPoll;

    /// What comes next from this terminal, as far as this process knows.
    private Position place = Position.START;

    private Position brokenAt = new Position(0, 0);
    private int breaks;

    /// The answer to the upload at this place was that fewer rows were taken.
    private Position partly = new Position(0, 0);

    /// When the server took the reply to a command, in requests of this lane.
    private final Map<String, Long> replied =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > PushLimits.REPLIES;
                }
            };

    private long requests;
    private long polled;

    /// `facts` are what the terminal said of itself.
    Lane(
            String serial,
            Family family,
            PushSettings settings,
            PushLimits limits,
            Supplier<Map<String, String>> facts,
            PushLine line,
            LongSupplier millis) {
        this.serial = serial;
        this.family = family;
        this.settings = settings;
        this.limits = limits;
        this.facts = facts;
        this.line = line;
        this.millis = millis;
        this.nextPoll = millis.getAsLong();
    }

    String serial() {
        return serial;
    }

    Family family() {
        return family;
    }

    synchronized boolean isInitialised() {
        return initialised;
    }

    synchronized Position place() {
        return place;
    }

    /// Notes that the server broke at an upload of a terminal that it had just greeted; true when
    /// it has done so at this one [PushLimits#REFUSALS] times running.
    synchronized boolean breaksAgain(Stop stop) {
        if (!stop.spoken()) {
            return false;
        }
        breaks = stop.at().position().equals(brokenAt) ? breaks + 1 : 1;
        brokenAt = stop.at().position();
        return breaks >= PushLimits.REFUSALS;
    }

    /// What comes from `to` on is to be sent again.
    synchronized void rewind(Position to) {
        if (to.compareTo(place) < 0) {
            place = to;
        }
    }

    /// Everything before `next` is done; never goes back by itself.
    synchronized void advance(Position next) {
        if (next.compareTo(place) > 0) {
            place = next;
        }
    }

    /// How long the server wants this terminal to wait after a failure.
    synchronized Duration errorDelay() {
        return limits.retry(options.errorDelay());
    }

    /// Sends it, after an initialisation if need be. `Taken` also for what the server switched off.
    synchronized Verdict send(Load load) {
        Verdict ready = ready();
        if (!(ready instanceof Verdict.Taken)) {
            return ready;
        }
        if (load.reference().isEmpty() && options.isOff(load.table())) {
            return ready;
        }
        Verdict verdict = say(load.ask());
        if (verdict instanceof Verdict.Taken taken) {
            return rows(load, taken);
        }
        return verdict;
    }

    /// Fewer rows than there are: sent once more, which doubles nothing. Then the server has what
    /// it wants: many count only what is new to them.
    private Verdict rows(Load load, Verdict.Taken taken) {
        boolean fewer =
                load.rows() >= 0
                        && taken.rows().isPresent()
                        && taken.rows().getAsInt() < load.rows();
        if (!load.reference().isEmpty()) {
            replied.put(load.reference(), requests);
        }
        if (!fewer || partly.equals(load.position())) {
            return taken;
        }
        partly = load.position();
        return say(load.ask());
    }

    /// Initialises unless that is done; `Taken` when it is.
    synchronized Verdict ready() {
        if (initialised) {
            return new Verdict.Taken(OptionalInt.empty());
        }
        Ask hello = Ask.get(Introduction.hello(family, serial, facts.get(), settings.commKey()));
        Heard heard;
        try {
            heard = line.exchange(hello);
        } catch (IOException e) {
            return new Verdict.Trouble("initialisation: " + e.getMessage());
        }
        Optional<ServerOptions> read = ServerOptions.read(heard);
        if (read.isPresent()) {
            options = read.get();
            initialised = true;
            introduced = false;
            return new Verdict.Taken(OptionalInt.empty());
        }
        return switch (Verdict.of(heard)) {
            case Verdict.Trouble(var why) -> new Verdict.Trouble("initialisation: " + why);
            case Verdict.Unwelcome(var why) -> new Verdict.Unwelcome("initialisation: " + why);
            case Verdict.Refused(var why) -> new Verdict.Unwelcome("initialisation: " + why);
            case Verdict.Taken _ ->
                    new Verdict.Unwelcome("initialisation: no options: " + heard.brief());
        };
    }

    private Verdict say(Ask ask) {
        requests++;
        Verdict verdict;
        try {
            verdict = Verdict.of(line.exchange(ask));
        } catch (IOException e) {
            verdict = new Verdict.Trouble(String.valueOf(e.getMessage()));
        }
        if (!(verdict instanceof Verdict.Taken)) {
            initialised = false;
        }
        return verdict;
    }

    /// Whether it is time to ask for commands.
    synchronized boolean isPollDue() {
        return millis.getAsLong() - nextPoll >= 0;
    }

    /// The server's commands, line by line as bytes; empty when it gave no sensible answer.
    synchronized Optional<List<Bytes>> poll() {
        requests++;
        polled = requests;
        Heard heard;
        try {
            boolean first = !introduced;
            Map<String, String> known = first ? facts.get() : Map.of();
            heard = line.exchange(Ask.get(Introduction.poll(family, serial, known, first)));
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        List<Bytes> commands = heard.status() == 200 ? commands(heard.body()) : List.of();
        boolean idle = Verdict.of(heard) instanceof Verdict.Taken;
        if (commands.isEmpty() && !idle) {
            return failed(heard.brief());
        }
        introduced = true;
        nextPoll = millis.getAsLong() + limits.poll(options.delay()).toMillis();
        return Optional.of(commands);
    }

    private Optional<List<Bytes>> failed(String why) {
        LOG.log(System.Logger.Level.DEBUG, "{0}: no answer to a poll: {1}", serial, why);
        initialised = false;
        postpone();
        return Optional.empty();
    }

    /// Leaves the server alone with polls for a while.
    synchronized void postpone() {
        nextPoll = millis.getAsLong() + errorDelay().toMillis();
    }

    private static List<Bytes> commands(Bytes body) {
        List<Bytes> lines = new ArrayList<>();
        int from = 0;
        while (from < body.length()) {
            int end = body.indexOf((byte) '\n', from);
            int until = end < 0 ? body.length() : end;
            int text = until > from && body.at(until - 1) == '\r' ? until - 1 : until;
            Bytes line = body.slice(from, text);
            if (line.startsWith("C:")) {
                lines.add(line);
            }
            from = until + 1;
        }
        return lines;
    }

    /// Replies to a command; `reference` is remembered when the server has it.
    synchronized boolean reply(String reference, Bytes body) {
        boolean taken =
                say(Ask.post(Introduction.replies(family, serial), body)) instanceof Verdict.Taken;
        if (taken && !reference.isEmpty()) {
            replied.put(reference, requests);
        }
        return taken;
    }

    /// What is remembered of a reply.
    enum Replied {
        /// Nothing: it may have arrived before this process began.
        UNKNOWN,
        /// It arrived before the last poll: who gives the command all the same means another.
        BEFORE_THE_POLL,
        /// It arrived since: the server did not have it when it gave the command.
        SINCE
    }

    synchronized Replied replied(String reference) {
        Long at = replied.get(reference);
        return at == null ? Replied.UNKNOWN : at < polled ? Replied.BEFORE_THE_POLL : Replied.SINCE;
    }

    /// The server wants its options read again.
    synchronized void startOver() {
        initialised = false;
    }

    /// Cuts what is under way.
    @Override
    public void close() {
        line.close();
    }
}
