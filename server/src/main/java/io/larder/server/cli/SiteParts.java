package io.larder.server.cli;

import io.larder.crypto.Seal;
import io.larder.server.command.Commands;
import io.larder.server.config.Keys;
import io.larder.server.config.Settings;
import io.larder.server.config.TerminalKeys;
import io.larder.server.exchange.CardDesk;
import io.larder.server.exchange.PersonDesk;
import io.larder.server.exchange.PictureShelf;
import io.larder.server.exchange.Takers;
import io.larder.server.projector.Introduction;
import io.larder.server.projector.Projector;
import io.larder.server.site.CardSharing;
import io.larder.server.site.Hearing;
import io.larder.server.site.MeetingOrders;
import io.larder.server.site.PeopleCopies;
import io.larder.server.site.Provisioning;
import io.larder.server.site.Site;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.SiteCopy;
import io.larder.server.site.SiteShare;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.EntryKind;
import io.larder.storage.Intake;
import io.larder.storage.Store;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The site's data of a running box: who takes it, who answers for cards, who tells terminals.
final class SiteParts {
    private final Store store;
    private final Seal seal;
    private final Site site;
    private final CardDesk cards;
    private final PersonDesk people;
    private final Provisioning provisioning;
    private final PeopleCopies copies;
    private final CardSharing cardSharing;
    private final PictureShelf pictures;
    private volatile Runnable wake = () -> {};

    SiteParts(
            Store store,
            Intake intake,
            Projector projector,
            Terminals terminals,
            Commands commands,
            BoxClock clock,
            Seal seal,
            Settings settings) {
        Hearing hearing = Hearing.of(settings.get(Keys.SHARING), Takers::of, clock::now);
        this.store = store;
        this.seal = seal;
        SiteBooks books = new SiteBooks(store, intake, projector, clock, seal, () -> wake.run());
        site = new Site(books);
        cards = new CardDesk(books);
        people =
                new PersonDesk(
                        books,
                        commands,
                        hearing.judge(),
                        (terminal, notice) -> note(books, terminal, notice),
                        settings.get(Keys.ZONE),
                        settings.get(Keys.UNKNOWN_PERSON));
        String reached = settings.get(TerminalKeys.URL);
        pictures =
                new PictureShelf(
                        seal,
                        terminal ->
                                reached.isEmpty()
                                        ? reached(terminals, terminal, settings)
                                        : Optional.of(reached),
                        new StoredContents(store));
        MeetingOrders meetings = new MeetingOrders(seal, settings.get(Keys.ZONE), pictures);
        provisioning = new Provisioning(books, hearing, meetings, terminals, commands);
        copies = new PeopleCopies(books, terminals, commands);
        cardSharing = new CardSharing(books, site, hearing, terminals);
    }

    /// Where a terminal that was heard reaches this box, by the network between them.
    private static Optional<String> reached(
            Terminals terminals, Terminal terminal, Settings settings) {
        return terminals
                .heard(terminal.serial())
                .flatMap(heard -> OwnAddress.toward(heard.peer()))
                .map(address -> "http://" + address + ":" + settings.get(TerminalKeys.PORT));
    }

    /// The same again says nothing new.
    private static void note(SiteBooks books, Terminal terminal, String notice) {
        if (!notice.equals(terminal.facts().get(Facts.NOTICE))) {
            books.append(
                    EntryKind.HELLO,
                    terminal.serial().text(),
                    Introduction.write(Map.of(Facts.NOTICE, notice)));
        }
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

    Seal seal() {
        return seal;
    }

    /// What is taken of headquarters'.
    SiteCopy copy() {
        return new SiteCopy(store.journal().box(), site, () -> store.ledger().reader());
    }

    Site site() {
        return site;
    }

    PersonDesk people() {
        return people;
    }

    PeopleCopies copies() {
        return copies;
    }

    CardSharing cardSharing() {
        return cardSharing;
    }

    CardDesk cards() {
        return cards;
    }

    PictureShelf pictures() {
        return pictures;
    }

    Provisioning provisioning() {
        return provisioning;
    }
}
