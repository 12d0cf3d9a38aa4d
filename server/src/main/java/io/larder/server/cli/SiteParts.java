package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.exchange.CardDesk;
import io.larder.server.projector.Projector;
import io.larder.server.site.Hearing;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Site;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.SiteCopy;
import io.larder.server.site.SiteShare;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Intake;
import io.larder.storage.Store;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The site's data of a running box: who takes it, who answers for cards, who tells terminals.
final class SiteParts {
    private final Store store;
    private final Seal seal;
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
            Seal seal,
            Hearing hearing) {
        this.store = store;
        this.seal = seal;
        SiteBooks books = new SiteBooks(store, intake, projector, clock, seal, () -> wake.run());
        site = new Site(books);
        cards = new CardDesk(books);
        provisioning = new Provisioning(books, hearing, terminals, commands);
    }

    /// Who is to be woken when something changed.
    void waking(Runnable somebody) {
        wake = somebody;
    }

    /// What other boxes are given of it.
    SiteShare share(RandomGenerator random) {
        String life = HexFormat.of().toHexDigits(random.nextLong());
        return new SiteShare(() -> store.ledger().reader(), seal, life);
    }

    /// What is taken of headquarters'.
    SiteCopy copy() {
        return new SiteCopy(store.journal().box(), site, () -> store.ledger().reader());
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
