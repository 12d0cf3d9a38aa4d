package io.larder.server.exchange.meeting;

import io.larder.server.protocol.meeting.Fault;
import io.larder.server.protocol.meeting.Message;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.storage.Draft;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is said on one connection, from a stranger to a terminal that is logged in. Once it has
/// named itself it stays that terminal: nobody speaks for two. Source: PROTOCOL.md 6.2, 6.3.
final class Session implements MeetingSession {
    private enum Stage {
        /// Nothing but the log-in is taken.
        STRANGER,
        LOGGED_IN,
        OVER
    }

    private final MeetingExchange exchange;
    private final String peer;
    private final Voice voice;
    private final AtomicBoolean pushing = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final ReentrantLock handingOver = new ReentrantLock();
    private volatile Draft.Stamp since;
    private volatile Stage stage = Stage.STRANGER;
    private volatile @Nullable Serial serial;
    private volatile long heardAt;
    private volatile boolean introduced;
    private volatile boolean ready;
    private volatile boolean free = true;

    Session(MeetingExchange exchange, String peer, Voice voice) {
        this.exchange = exchange;
        this.peer = peer;
        this.voice = voice;
        this.since = exchange.stamp();
        this.heardAt = exchange.millis();
    }

    @Override
    public void heard(Bytes said) {
        Optional<Bytes> opened = voice.opened(said);
        if (opened.isPresent()) {
            take(opened.get());
        } else {
            // The terminal still has it, and exchanges keys on its next connection.
            over(Speaker.AGAINST_THE_RULES, "a message does not open");
        }
    }

    private void take(Bytes text) {
        Message message;
        try {
            message = Message.read(text);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            say(Message.midIn(text), new Said.Not(Fault.UNREADABLE, why));
            return;
        }
        if (message.mid().length() > Message.MID_LIMIT) {
            String why = "mid has more than " + Message.MID_LIMIT + " characters";
            say(message.mid(), new Said.Not(Fault.WRONG_FIELD, why));
            return;
        }
        switch (stage) {
            case STRANGER -> say(message.mid(), toStranger(message));
            case LOGGED_IN -> {
                heardAt = exchange.millis();
                exchange.heard(own(), peer);
                toTerminal(message, text).ifPresent(said -> say(message.mid(), said));
            }
            case OVER -> {
                // What it still says it says again on its next connection.
            }
        }
        if (ready) {
            push();
        }
    }

    private Serial own() {
        return Optional.ofNullable(serial).orElseThrow();
    }

    private void say(String mid, Said said) {
        voice.say(said.text(mid));
        voice.answered();
        if (said instanceof Said.Over over) {
            over(Speaker.AGAINST_THE_RULES, over.why());
        }
    }

    /// It stays known as connected until it is closed: who logs in meanwhile waits for what is
    /// still being handed over here.
    private void over(int code, String why) {
        stage = Stage.OVER;
        voice.end(code, why);
    }

    private Said toStranger(Message message) {
        Optional<MeetingCall> call = MeetingCall.of(message.funcId());
        if (call.isEmpty()) {
            return new Said.Not(Fault.NOT_LOGGED_IN, "nothing but the log-in is taken before it");
        }
        return switch (call.get()) {
            case PUBLIC_KEY -> voice.publicKey(message);
            case FACTOR -> voice.factor(message);
            case REGISTER, ACCREDIT, LOGIN -> logIn(call.get(), message);
            case REPORT,
                    HEARTBEAT,
                    TIME,
                    REPLY,
                    FILE_START,
                    FILE_PACKAGE,
                    FILE_END,
                    USER,
                    USER_PHOTO,
                    BIO_PHOTO,
                    MULTI_CARD,
                    VERIFY_LOG,
                    VERIFY_PHOTO,
                    OPTION ->
                    new Said.Not(
                            Fault.NOT_LOGGED_IN, message.funcId() + " is taken after the log-in");
        };
    }

    private Said logIn(MeetingCall call, Message message) {
        Optional<Serial> named = Serial.read(message.serial());
        if (named.isEmpty()) {
            return new Said.Not(Fault.WRONG_FIELD, "sn is missing or no serial number");
        }
        if (!named.get().equals(Optional.ofNullable(serial).orElse(named.get()))) {
            return new Said.Over(Fault.NOT_ADMITTED, "this connection is that of another terminal");
        }
        if (!exchange.lets(named.get())) {
            return tooMany();
        }
        Said said = exchange.logIn(call, named.get(), message);
        if (said instanceof Said.Done) {
            serial = named.get();
            if (call == MeetingCall.LOGIN) {
                enter(named.get());
            }
        }
        return said;
    }

    private void enter(Serial named) {
        heardAt = exchange.millis();
        boolean again;
        handingOver.lock();
        try {
            if (stage == Stage.OVER) {
                return;
            }
            again = stage == Stage.LOGGED_IN;
            stage = Stage.LOGGED_IN;
        } finally {
            handingOver.unlock();
        }
        exchange.heard(named, peer);
        if (!again) {
            exchange.connected().enter(named, this);
            // Until here commands still went to an older connection.
            since = exchange.stamp();
        }
        ready = exchange.hasReported(named);
    }

    private static Said tooMany() {
        return new Said.Not(Fault.TRY_AGAIN, "too many messages");
    }

    /// What a terminal that is logged in is told; nothing when it answered a command.
    private Optional<Said> toTerminal(Message message, Bytes text) {
        Serial own = own();
        if (!message.serial().isEmpty() && !message.serial().equals(own.text())) {
            String why = "this connection is that of terminal " + own;
            return Optional.of(new Said.Not(Fault.NOT_ADMITTED, why));
        }
        if (!exchange.lets(own)) {
            return Optional.of(tooMany());
        }
        Optional<MeetingCall> call = MeetingCall.of(message.funcId());
        if (call.isEmpty()) {
            String why = "there is no function " + message.funcId();
            return Optional.of(new Said.Not(Fault.UNKNOWN_FUNCTION, why));
        }
        return switch (call.get()) {
            case REGISTER, ACCREDIT, LOGIN -> Optional.of(logIn(call.get(), message));
            case PUBLIC_KEY, FACTOR -> {
                String why = "keys are exchanged before the log-in";
                yield Optional.of(new Said.Not(Fault.WRONG_FIELD, why));
            }
            case REPORT -> Optional.of(report(text));
            case HEARTBEAT -> Optional.of(heartbeat(message));
            case TIME -> Optional.of(exchange.time());
            case REPLY -> {
                exchange.keep(own, peer, call.get(), message, text);
                yield Optional.empty();
            }
            case FILE_START, FILE_PACKAGE, FILE_END ->
                    Optional.of(exchange.keepFile(own, peer, call.get(), message, text));
            case USER_PHOTO, BIO_PHOTO, VERIFY_PHOTO ->
                    Optional.of(exchange.keepElements(own, peer, call.get(), message, text, true));
            case USER, MULTI_CARD, VERIFY_LOG ->
                    Optional.of(exchange.keepElements(own, peer, call.get(), message, text, false));
            case OPTION -> Optional.of(exchange.keep(own, peer, call.get(), message, text));
        };
    }

    private Said report(Bytes text) {
        Said said = exchange.report(own(), peer, text);
        ready |= said instanceof Said.Done;
        return said;
    }

    private Said heartbeat(Message message) {
        free = !MeetingExchange.param(message, "isFree").equals("0");
        ready = true;
        return Said.done();
    }

    @Override
    public boolean isLoggedIn() {
        return stage == Stage.LOGGED_IN;
    }

    @Override
    public void tick() {
        long silent = exchange.millis() - heardAt;
        switch (stage) {
            case STRANGER -> {
                if (silent >= MeetingLimits.LOG_IN.toMillis()) {
                    over(Speaker.AGAINST_THE_RULES, "no log-in");
                }
            }
            case LOGGED_IN -> {
                if (silent >= exchange.silenceMillis()) {
                    over(Speaker.AGAINST_THE_RULES, "no heartbeat");
                }
            }
            case OVER -> {
                // The door sees to the rest.
            }
        }
    }

    @Override
    public void closed() {
        handingOver.lock();
        try {
            stage = Stage.OVER;
        } finally {
            handingOver.unlock();
        }
        Serial known = serial;
        if (known != null) {
            exchange.connected().leave(known, this);
        }
    }

    /// Another connection of the same terminal has logged in. When this returns nothing is handed
    /// over here any more.
    void replaced() {
        handingOver.lock();
        try {
            over(Speaker.AGAINST_THE_RULES, "the terminal has connected again");
        } finally {
            handingOver.unlock();
        }
    }

    /// Hands over what is due, on a thread of its own, at most one at a time: whoever ordered
    /// something does not wait for the terminal.
    void push() {
        wanted.set(true);
        if (stage == Stage.LOGGED_IN && ready && pushing.compareAndSet(false, true)) {
            Thread.ofVirtual().start(this::pushAll);
        }
    }

    private void pushAll() {
        try {
            if (!introduced) {
                introduced = true;
                exchange.initialised(own());
            }
            while (wanted.getAndSet(false)) {
                due().forEach(each -> voice.say(each.text(StandardCharsets.UTF_8)));
            }
        } finally {
            pushing.set(false);
        }
        if (wanted.get()) {
            push();
        }
    }

    private List<Bytes> due() {
        handingOver.lock();
        try {
            return stage == Stage.LOGGED_IN ? exchange.due(own(), since, free) : List.of();
        } finally {
            handingOver.unlock();
        }
    }
}
