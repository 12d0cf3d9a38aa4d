package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.console.BoxDesk;
import io.larder.server.console.ClockDesk;
import io.larder.server.console.CommandDesk;
import io.larder.server.console.Console;
import io.larder.server.console.ContentDesk;
import io.larder.server.console.CredentialDesk;
import io.larder.server.console.HealthDesk;
import io.larder.server.console.MetricsDesk;
import io.larder.server.console.Operations;
import io.larder.server.console.PeopleDesk;
import io.larder.server.console.SiteDesk;
import io.larder.server.console.TerminalDesk;
import io.larder.server.console.UpstreamDesk;
import io.larder.server.door.DoorCounts;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Projector;
import io.larder.server.relay.Relays;
import io.larder.server.relay.larder.Roster;
import io.larder.server.site.Hearing;
import io.larder.server.terminal.Admission;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.server.watch.Standing;
import io.larder.storage.Store;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.function.Supplier;

/// What stands behind the console of a running box.
record ConsoleDesks(
        Path data,
        Settings settings,
        Seal seal,
        Store store,
        Projector projector,
        Terminals terminals,
        Admission admission,
        BoxClock clock,
        Commands commands,
        SiteParts site,
        Relays relays,
        Roster roster) {

    /// `counts` is what the door has done.
    Console.Desks all(Standing standing, Vitals vitals, Supplier<DoorCounts> counts) {
        ZoneId zone = settings.get(Keys.ZONE);
        return new Console.Desks(
                new HealthDesk(standing),
                metrics(standing, vitals, counts),
                new Operations(store, projector, terminals, admission, clock, relays::states),
                new CommandDesk(store, commands),
                new TerminalDesk(store, projector, terminals, clock),
                new CredentialDesk(store, projector, terminals, clock, seal),
                new SiteDesk(
                        store,
                        site.site(),
                        Hearing.of(settings.get(Keys.SHARING), Takers::of, clock::now),
                        zone),
                new PeopleDesk(site.copies()),
                new ContentDesk(store),
                new BoxDesk(store, projector, roster, ReceiverParts.enrols(settings)),
                new UpstreamDesk(store, relays, zone),
                new ClockDesk(clock, terminals, zone));
    }

    private MetricsDesk metrics(Standing standing, Vitals vitals, Supplier<DoorCounts> counts) {
        return new MetricsDesk(
                new MetricsDesk.Box(store, projector, terminals, relays, clock, standing),
                new MetricsDesk.Program(
                        vitals.meter(),
                        vitals.liveness(),
                        counts,
                        vitals::uploads,
                        ProcessView::residentBytes,
                        () -> Runs.of(data),
                        Main.version()));
    }
}
