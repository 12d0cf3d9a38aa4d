package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.command.Contents;
import io.larder.server.command.Dispatch;
import io.larder.server.command.Guards;
import io.larder.server.command.Secrets;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.door.WakeUp;
import io.larder.server.projector.Projector;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.ClearSafety;
import io.larder.server.watch.ClockWatch;
import io.larder.server.watch.GapWatch;
import io.larder.server.watch.LateAdmission;
import io.larder.server.watch.Reconciler;
import io.larder.storage.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The command traffic and what looks after it, made from the settings.
final class CommandParts {
    private static final Duration ROUND = Duration.ofSeconds(1);

    /// Overdue commands end at the terminal's next poll, or in a round of so many.
    private static final int REVIEW = 10;

    /// A terminal polls every 30 seconds or more often.
    private static final Duration STILL_THERE = Duration.ofMinutes(2);

    private final Settings settings;
    private final Store store;
    private final Terminals terminals;
    private final BoxClock clock;
    private final Commands commands;
    private final Dispatch dispatch;
    private final Projector projector;

    /// `taken` is the last entry that every upstream has, `wakeUp` hints to a terminal that
    /// something waits for it.
    CommandParts(
            Seal seal,
            Settings settings,
            Store store,
            Projector projector,
            Terminals terminals,
            BoxClock clock,
            LongSupplier taken,
            Consumer<Serial> wakeUp) {
        this.settings = settings;
        this.store = store;
        this.projector = projector;
        this.terminals = terminals;
        this.clock = clock;
        Secrets secrets = new Secrets(seal);
        this.dispatch = new Dispatch(store, projector, terminals, clock, secrets);
        this.commands =
                new Commands(
                        store,
                        projector,
                        terminals,
                        clock,
                        secrets,
                        new Guards(
                                settings.get(Keys.POWERFUL),
                                new ClearSafety(store, terminals, taken)),
                        wakeUp,
                        new SecureRandom());
        Contents contents = new StoredContents(store);
        commands.findContents(contents);
        dispatch.findContents(contents);
        if (settings.get(Keys.PATIENCE) > 0) {
            commands.shortenPatience(settings.get(Keys.PATIENCE));
        }
    }

    Commands commands() {
        return commands;
    }

    /// The orders for terminals behind other boxes.
    Dispatch dispatch() {
        return dispatch;
    }

    /// Hints only to terminals that were heard lately: others are not there.
    static Consumer<Serial> waking(WakeUp wakeUp, Terminals terminals, BoxClock clock) {
        return serial ->
                terminals
                        .heard(serial)
                        .filter(heard ->
                                Duration.between(heard.at(), clock.now())
                                                .abs()
                                                .compareTo(STILL_THERE)
                                        < 0)
                        .ifPresent(heard -> wakeUp.wake(heard.peer()));
    }

    private Reconciler reconciler() {
        String at = settings.get(Keys.RECONCILE_AT);
        return new Reconciler(
                terminals,
                commands,
                new DayBook(store, clock),
                clock,
                settings.get(Keys.ZONE),
                BoxParts.checked(
                        settings,
                        Keys.RECONCILE_AT,
                        () -> at.isEmpty() ? Optional.empty() : Optional.of(BoxParts.time(at))));
    }

    /// Starts looking after it, and after what terminals lack of the site's data.
    Rounds rounds(SiteParts site) {
        GapWatch gaps =
                new GapWatch(
                        terminals,
                        commands,
                        clock,
                        Duration.ofSeconds(settings.get(Keys.GAP_GRACE)));
        Reconciler reconciler = reconciler();
        ClockWatch clocks = new ClockWatch(clock, store, store.journal(), terminals, commands);
        LateAdmission late = new LateAdmission(store, projector, terminals, clock);
        List<Rounds.Round> rounds =
                new ArrayList<>(
                        List.of(
                                Rounds.each(
                                        REVIEW, () -> terminals.all().forEach(commands::review)),
                                dispatch::review,
                                clocks::round,
                                late::round,
                                gaps::round,
                                reconciler::round,
                                site.cardSharing()::round));
        if (settings.get(Keys.PROVISION)) {
            rounds.add(site.provisioning()::round);
        }
        return Rounds.start(rounds, ROUND);
    }
}
