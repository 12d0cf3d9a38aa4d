package io.larder.server.exchange;

import io.larder.crypto.PasswordHash;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.site.CardEvent;
import io.larder.server.site.CardService;
import io.larder.server.site.CardState;
import io.larder.server.site.Item;
import io.larder.server.site.ItemField;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.Statement;
import io.larder.storage.Appended;
import io.larder.storage.EntryKind;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.SiteView;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Lost cards, released cards and changed passwords, answered from the site's data while
/// headquarters may be away. One at a time, from a ledger that has everything said before; what
/// changes something is in the journal before the terminal hears `OK`. Passwords are never written
/// down in the clear. Sources: PROTOCOL.md 1.1.5; traps T-038, T-039, T-120.
public final class CardDesk implements CardServices {
    private static final Answer OK = new Answer.Text(Bytes.latin1("OK"));
    private static final Answer NO = new Answer.Text(Bytes.latin1("NO"));

    private final SiteBooks books;
    private final ReentrantLock lock = new ReentrantLock();
    private final Attempts wrong =
            new Attempts(
                    CardLimits.WRONG_PASSWORDS, CardLimits.WRONG_MILLIS, CardLimits.WATCHED_CARDS);
    private final Attempts refusals =
            new Attempts(
                    CardLimits.REFUSALS_PER_MINUTE,
                    CardLimits.MINUTE_MILLIS,
                    CardLimits.WATCHED_CARDS);

    public CardDesk(SiteBooks books) {
        this.books = books;
    }

    @Override
    public Answer answer(Request.CardService request) {
        Optional<CardService> service = CardService.of(request.service());
        if (service.isEmpty() || !isCard(request.card())) {
            return NO;
        }
        if (!isCurrent()) {
            // Outside the lock: a ledger that stands still must not make a queue.
            return notNow();
        }
        lock.lock();
        try {
            if (wrong.isFull(request.card(), books.clock().monotonicMillis())) {
                return NO;
            }
            return isCurrent() ? decide(request, service.get()) : notNow();
        } catch (LedgerException e) {
            books.reportDamage(e);
            return notNow();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isCard(String card) {
        return !card.isEmpty() && card.length() <= CardLimits.CARD_CHARS && ItemField.isPlain(card);
    }

    private boolean isCurrent() {
        return books.await(books.lastSeq(), CardLimits.LEDGER_MILLIS);
    }

    private static Answer notNow() {
        return new Answer.Refused(503, "the ledger is behind", Exchange.SOON_SECONDS);
    }

    private Answer decide(Request.CardService request, CardService service) {
        try (LedgerReader reader = books.reader()) {
            SiteView site = reader.site();
            Optional<Item> card =
                    site.item(ItemKind.CARD.word(), request.card())
                            .map(Items::read)
                            .filter(item -> !item.isDeleted());
            if (card.isEmpty()) {
                return refused(request.serial(), service, request.card());
            }
            return switch (service) {
                case LOST ->
                        isRight(card.get(), request.password())
                                        && card.get().cardState() == CardState.ACTIVE
                                ? accept(request.serial(), event(service, card.get(), ""))
                                : refused(request.serial(), service, request.card());
                case RELEASED ->
                        isRight(card.get(), request.password())
                                        && card.get().cardState() == CardState.LOST
                                        && !hasAnother(site, card.get())
                                ? accept(request.serial(), event(service, card.get(), ""))
                                : refused(request.serial(), service, request.card());
                case MAY_CHANGE ->
                        isRight(card.get(), request.password())
                                        && card.get().cardState() == CardState.ACTIVE
                                        && Statement.isPassword(request.newPassword())
                                ? OK
                                : NO;
                case PASSWORD_CHANGED -> changePassword(request, card.get());
            };
        }
    }

    /// The answer to the first report may have been lost: the password that is stored already is no
    /// change.
    private Answer changePassword(Request.CardService request, Item card) {
        if (card.hasPassword(books.seal(), request.newPassword())) {
            return OK;
        }
        boolean right = isRight(card, request.password());
        return right && Statement.isPassword(request.newPassword())
                ? accept(
                        request.serial(),
                        event(CardService.PASSWORD_CHANGED, card, request.newPassword()))
                : refused(request.serial(), CardService.PASSWORD_CHANGED, request.card());
    }

    /// A card without a password cannot be helped: anybody could ask for it.
    private boolean isRight(Item card, String password) {
        boolean right = card.hasPassword(books.seal(), password);
        if (right) {
            wrong.forget(card.key());
        } else {
            wrong.note(card.key(), books.clock().monotonicMillis());
        }
        return right;
    }

    private static boolean hasAnother(SiteView site, Item card) {
        return site.owned(ItemKind.CARD.word(), card.owner()).stream()
                .map(Items::read)
                .anyMatch(other ->
                        !other.key().equals(card.key())
                                && !other.isDeleted()
                                && other.cardState() == CardState.ACTIVE);
    }

    /// Now, but after all that was said of the card before: the clock may have been set back.
    private CardEvent event(CardService service, Item card, String newPassword) {
        long at = Math.max(books.clock().now().toEpochMilli(), card.latest() + 1);
        return newPassword.isEmpty()
                ? new CardEvent(service, card.key(), true, at, "", "")
                : new CardEvent(
                        service,
                        card.key(),
                        true,
                        at,
                        PasswordHash.of(books.seal(), newPassword),
                        books.seal().close(newPassword));
    }

    private Answer accept(Serial serial, CardEvent event) {
        return switch (write(serial, event)) {
            case Receipt _ -> {
                books.changed().run();
                yield OK;
            }
            case Refused refused -> Exchange.refuse(refused);
        };
    }

    /// Headquarters is to know who tries what. A journal that takes nothing makes no difference to
    /// the answer.
    private Answer refused(Serial serial, CardService service, String card) {
        long now = books.clock().monotonicMillis();
        if (service != CardService.MAY_CHANGE && !refusals.isFull(serial.text(), now)) {
            refusals.note(serial.text(), now);
            write(
                    serial,
                    new CardEvent(
                            service, card, false, books.clock().now().toEpochMilli(), "", ""));
        }
        return NO;
    }

    private Appended write(Serial serial, CardEvent event) {
        return books.append(EntryKind.CARD, serial.text(), event.write());
    }
}
