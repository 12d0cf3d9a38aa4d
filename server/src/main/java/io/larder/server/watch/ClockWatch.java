package io.larder.server.watch;

import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.projector.ClockProjection;
import io.larder.server.projector.Introduction;
import io.larder.server.protocol.Order;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.ClockOffsets;
import io.larder.server.terminal.ClockTrust;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Says when the box's clock is trusted and when no longer, writes down how far off it was before,
/// and has terminals whose clocks are off set them again.
public final class ClockWatch {
    private static final System.Logger LOG = System.getLogger(ClockWatch.class.getName());

    /// An entry is durable long before: the word about the last one comes behind it.
    private static final long SETTLED_MILLIS = 5_000;

    /// A terminal that was asked and is still off is asked again.
    private static final Duration AGAIN_AFTER = Duration.ofHours(6);

    /// One that could not be told is told later.
    private static final Duration SOON = Duration.ofMinutes(5);

    private final BoxClock clock;
    private final Store store;
    private final Intake intake;
    private final Terminals terminals;
    private final Commands commands;
    private final Map<Serial, Long> again = new HashMap<>();
    private @Nullable Boolean trusted;
    private boolean began;

    /// `intake` is where entries go to.
    public ClockWatch(
            BoxClock clock, Store store, Intake intake, Terminals terminals, Commands commands) {
        this.clock = clock;
        this.store = store;
        this.intake = intake;
        this.terminals = terminals;
        this.commands = commands;
    }

    /// Looks once.
    public void round() {
        ClockTrust.Verdict verdict = clock.verdict();
        boolean now = verdict.ground().isPresent();
        if (trusted == null || trusted != now) {
            LOG.log(
                    now ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                    now
                            ? "the clock of this box is trusted: {0}"
                            : "the clock of this box is not trusted: {0}; terminals are told to come"
                                    + " again, uploads are taken; `larder clock` says more",
                    verdict.why());
            trusted = now;
        }
        verdict.ground().ifPresent(this::lookFurther);
    }

    private void lookFurther(ClockTrust.Ground ground) {
        OptionalLong untrustedAt = clock.untrustedAt();
        if (untrustedAt.isPresent()
                && clock.monotonicMillis() - untrustedAt.getAsLong() > SETTLED_MILLIS) {
            write(ground, untrustedAt.getAsLong());
        }
        if (commands.isCaughtUp()) {
            began = began || begin();
            terminals.clocks().all().forEach(this::look);
        }
    }

    /// The program may have ended before the word was written.
    private boolean begin() {
        try (LedgerReader ledger = store.ledger().reader()) {
            if (ClockProjection.owesWord(ledger, clock.stamp().bootId())) {
                clock.owesWord();
            }
        }
        return true;
    }

    /// When it is refused it is tried again.
    private void write(ClockTrust.Ground ground, long untrustedAt) {
        Map<String, String> word = Map.of("ground", ground.name().toLowerCase(Locale.ROOT));
        Draft said = new Draft(EntryKind.CLOCK, "", Introduction.write(word), false, clock.stamp());
        if (said.stamp().clockTrusted() && intake.append(said) instanceof Receipt) {
            clock.said(untrustedAt);
        }
    }

    private void look(Serial serial, Duration off) {
        if (!ClockOffsets.drifts(off)) {
            again.remove(serial);
            return;
        }
        long now = clock.monotonicMillis();
        if (now < again.getOrDefault(serial, now)) {
            return;
        }
        boolean told = terminals.find(serial).filter(this::tell).isPresent();
        again.put(serial, now + (told ? AGAIN_AFTER : SOON).toMillis());
        LOG.log(
                System.Logger.Level.WARNING,
                "the clock of terminal {0} is {1} minutes {2}; {3}",
                serial,
                off.abs().toMinutes(),
                off.isNegative() ? "behind" : "ahead",
                told ? "it is told to set it" : "it could not be told");
    }

    /// To initialise, or to ask for the time: it sets its clock by the answer.
    private boolean tell(Terminal terminal) {
        @Nullable Family family = terminal.family();
        if (family == null) {
            return false;
        }
        String word =
                switch (family) {
                    case CANTEEN -> "CHECK OPTION";
                    case ATTENDANCE -> "CHECK";
                    case MEETING -> "cmd.system.sync.time";
                };
        Wanted wanted = Wanted.of(new Order(word, "", Map.of()));
        return commands.issue(terminal.serial(), List.of(wanted), "clock watch", true)
                instanceof Issued.Mine;
    }
}
