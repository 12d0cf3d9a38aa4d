package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.exchange.CardDesk;
import io.larder.server.projector.Projector;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Site;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Intake;
import io.larder.storage.Store;

/// The site's data of a running box: who takes it, who answers for cards, who tells terminals.
final class SiteParts {
    private final Site site;
    private final CardDesk cards;
    private final Provisioning provisioning;
    private volatile Runnable wake = () -> {};

    SiteParts(
            Store store,
            Intake intake,
            Projector projector,
            Terminals terminals,
            Commands commands,
            BoxClock clock,
            Seal seal) {
        site =
                new Site(
                        () -> store.ledger().reader(),
                        intake,
                        store.journal()::lastSeq,
                        projector,
                        clock,
                        seal,
                        () -> wake.run());
        cards =
                new CardDesk(
                        () -> store.ledger().reader(),
                        intake,
                        store.journal()::lastSeq,
                        projector,
                        clock,
                        seal,
                        () -> wake.run());
        provisioning =
                new Provisioning(
                        () -> store.ledger().reader(), projector, terminals, commands, clock, seal);
    }

    /// Who is to be woken when something changed.
    void waking(Runnable somebody) {
        wake = somebody;
    }

    Site site() {
        return site;
    }

    CardDesk cards() {
        return cards;
    }

    Provisioning provisioning() {
        return provisioning;
    }
}
