package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.command.Guards;
import io.larder.server.command.Issued;
import io.larder.server.command.Secrets;
import io.larder.server.config.Settings;
import io.larder.server.exchange.Exchange;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.meeting.ConnectedTerminals;
import io.larder.server.exchange.meeting.MeetingExchange;
import io.larder.server.exchange.meeting.Reception;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.ClearSafety;
import io.larder.server.watch.ClockWatch;
import io.larder.storage.Intake;
import io.larder.storage.Journal;
import io.larder.storage.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The exchange of a box as `serve` puts it together, without a socket in front of it.
public final class StillDoor {
    private final Exchange exchange;
    private final Reception reception;
    private final Commands commands;
    private final ClockWatch clockWatch;

    /// Has the clock know what the journal knows of it, as `serve` does.
    public static void begin(BoxClock clock, Journal journal) throws IOException {
        ClockParts.begin(clock, journal);
    }

    /// Uploads go to `intake`; everybody is let in.
    public StillDoor(
            Store store,
            Intake intake,
            Projector projector,
            Terminals terminals,
            BoxClock clock,
            Seal seal) {
        Settings settings =
                Settings.read(
                        null,
                        Map.of(),
                        List.of(
                                "site.zone=+00:00",
                                "terminal.maxRequestsPerSecond=0",
                                "meeting.productId=" + MeetingTerminal.PRODUCT,
                                "meeting.deviceKey=123456"));
        Admission admission = new Admission(Admission.Policy.OPEN, Map.of(), clock);
        SessionKeys keys = BoxParts.sessionKeys(settings, clock);
        commands =
                new Commands(
                        store,
                        projector,
                        terminals,
                        clock,
                        new Secrets(seal),
                        new Guards(true, new ClearSafety(store, terminals, () -> 0)),
                        _ -> {},
                        new Random(7));
        clockWatch = new ClockWatch(clock, store, intake, terminals, commands);
        SiteParts parts =
                new SiteParts(store, intake, projector, terminals, commands, clock, seal, settings);
        exchange =
                new Exchange(
                        intake,
                        terminals,
                        admission,
                        projector,
                        commands,
                        clock,
                        BoxParts.site(settings),
                        new FileService(parts.pictures(), commands::offers),
                        parts.cards(),
                        parts.people(),
                        keys);
        reception =
                new MeetingExchange(
                        new MeetingExchange.Parts(
                                store,
                                intake,
                                terminals,
                                admission,
                                projector,
                                commands,
                                clock,
                                new ConnectedTerminals(),
                                new Random(11),
                                keys),
                        MeetingParts.settings(settings));
    }

    /// Where meeting terminals connect.
    public Reception reception() {
        return reception;
    }

    /// Looks after the clock once.
    public void watchClock() {
        clockWatch.round();
    }

    /// Orders something of a terminal; whoever does has said that he means it.
    public Issued order(Serial terminal, List<String> words) {
        return commands.order(terminal, words, Commands.USUAL_TTL, "simulation", true);
    }

    public Answer handle(Wire.Request request) {
        return exchange.handle(request);
    }
}
