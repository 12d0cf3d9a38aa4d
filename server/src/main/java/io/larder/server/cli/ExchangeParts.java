package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.config.Settings;
import io.larder.server.door.Talks;
import io.larder.server.exchange.Exchange;
import io.larder.server.exchange.FileService;
import io.larder.server.exchange.meeting.ConnectedTerminals;
import io.larder.server.exchange.meeting.Discovery;
import io.larder.server.exchange.meeting.MeetingExchange;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.SessionKeys;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Intake;
import io.larder.storage.Store;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;

/// Who answers the terminals of a running box, made from the settings.
record ExchangeParts(
        Settings settings,
        Seal seal,
        Store store,
        Intake intake,
        Projector projector,
        Terminals terminals,
        ConnectedTerminals connected,
        Admission admission,
        BoxClock clock,
        Commands commands,
        SiteParts site,
        FileService files,
        SessionKeys keys) {

    /// For meeting terminals that stay connected; empty when they cannot.
    Optional<Talks> talks() {
        MeetingExchange meetings =
                new MeetingExchange(
                        new MeetingExchange.Parts(
                                store,
                                intake,
                                terminals,
                                admission,
                                projector,
                                commands,
                                clock,
                                connected,
                                new SecureRandom(),
                                keys),
                        MeetingParts.settings(settings));
        return MeetingParts.talks(settings, meetings);
    }

    /// For whoever asks by HTTP: meeting terminals that look for their server, and all others.
    Function<Wire.Request, Answer> requests() {
        Discovery discovery =
                new Discovery(terminals, seal, clock, MeetingParts.settings(settings));
        Exchange exchange =
                new Exchange(
                        intake,
                        terminals,
                        admission,
                        projector,
                        commands,
                        clock,
                        BoxParts.site(settings),
                        files,
                        site.cards(),
                        site.people(),
                        keys);
        return request -> discovery.answer(request).orElseGet(() -> exchange.handle(request));
    }
}
