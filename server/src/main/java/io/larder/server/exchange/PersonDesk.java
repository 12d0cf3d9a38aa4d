package io.larder.server.exchange;

import io.larder.server.command.Commands;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Languages;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.ValueForm;
import io.larder.server.record.Bytes;
import io.larder.server.site.Hearing;
import io.larder.server.site.Item;
import io.larder.server.site.PersonBook;
import io.larder.server.site.PersonOrders;
import io.larder.server.site.SiteBooks;
import io.larder.server.site.Taker;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.storage.LedgerException;
import io.larder.storage.LedgerReader;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Answers for people from the site's data, whatever the line to headquarters does. Cards are
/// compared here. Fingers are not: what compares them belongs to their vendor, so that nobody is
/// let in by one, and a person is told why. Sources: PROTOCOL.md 1.2.9, 1.2.10; traps T-072, T-073.
public final class PersonDesk implements PersonServices {
    private static final String CARD = "CARD";
    private static final Answer FAILED = new Answer.Text(Bytes.latin1("AUTH=Failed\n"));
    private static final String NO_ONE = "0";
    private static final Bytes LF = Bytes.latin1("\n");

    /// Pictures of more bytes than this are left out: the terminal waits while a person stands
    /// there.
    private static final int PICTURE_BYTES = 64 * 1024;

    /// Writes down what a person should know of a terminal.
    public interface Notices {
        void note(Terminal terminal, String notice);
    }

    private final SiteBooks books;
    private final Commands commands;
    private final Taker.Judge judge;
    private final Notices notices;
    private final ZoneId zone;
    private final Answer unknown;

    /// `unknown` is the answer to a question for somebody whom nobody knows.
    public PersonDesk(
            SiteBooks books,
            Commands commands,
            Taker.Judge judge,
            Notices notices,
            ZoneId zone,
            String unknown) {
        this.books = books;
        this.commands = commands;
        this.judge = judge;
        this.notices = notices;
        this.zone = zone;
        this.unknown = new Answer.Text(Bytes.latin1(unknown));
    }

    @Override
    public Answer remember(Terminal terminal, Request.AskPerson question) {
        return asked(reader -> {
            PersonBook book = new PersonBook(reader.site(), Hearing.role(terminal.facts()));
            Optional<Item> person = book.byPin(question.pin());
            if (person.isEmpty()) {
                return unknown;
            }
            List<Item> told = new ArrayList<>(List.of(person.get()));
            told.addAll(book.fingers(question.pin(), judge.of(terminal.facts())));
            List<Bytes> lines = new ArrayList<>();
            for (Item item : told) {
                commands.spoken(terminal, PersonOrders.of(item, books.seal()))
                        .ifPresent(line -> lines.add(Bytes.joined(List.of(line, LF))));
            }
            return lines.isEmpty() ? unknown : new Answer.Text(Bytes.joined(lines));
        });
    }

    @Override
    public Answer verify(Terminal terminal, Request.Verify question) {
        if (!question.means().equals(CARD)) {
            notices.note(
                    terminal,
                    "asked whether a "
                            + question.means()
                            + " is somebody's: this box has nothing that compares them");
            return FAILED;
        }
        return asked(reader -> {
            PersonBook book = new PersonBook(reader.site(), Hearing.role(terminal.facts()));
            String pin = question.pin();
            boolean anyone = pin.isEmpty() || pin.equals(NO_ONE);
            return book.byCard(question.credential())
                    .filter(person -> anyone || person.key().equals(pin))
                    .filter(person -> mayPass(book, person, question.credential()))
                    .<Answer>map(person -> success(terminal, person, picture(reader, book, person)))
                    .orElse(FAILED);
        });
    }

    private Answer asked(Function<LedgerReader, Answer> question) {
        if (!books.await(books.lastSeq(), CardLimits.LEDGER_MILLIS)) {
            return notNow();
        }
        try (LedgerReader reader = books.reader()) {
            return question.apply(reader);
        } catch (LedgerException e) {
            books.reportDamage(e);
            return notNow();
        }
    }

    private static Answer notNow() {
        return new Answer.Refused(503, "the ledger is behind", Exchange.SOON_SECONDS);
    }

    private boolean mayPass(PersonBook book, Item person, String card) {
        LocalDateTime now = LocalDateTime.ofInstant(books.clock().now(), zone);
        boolean begun = moment(person, "validFrom").map(from -> !now.isBefore(from)).orElse(true);
        boolean over = moment(person, "validTo").map(now::isAfter).orElse(false);
        return begun && !over && !book.isLost(person, card);
    }

    /// What is no moment, or none of a person's life, limits nothing.
    private static Optional<LocalDateTime> moment(Item person, String field) {
        return person.field(field).flatMap(ValueForm::moment).filter(time -> time.getYear() > 2000);
    }

    private static Optional<byte[]> picture(LedgerReader reader, PersonBook book, Item person) {
        return book.picture(person.key())
                .flatMap(reader::content)
                .filter(bytes -> bytes.length <= PICTURE_BYTES);
    }

    private static Answer success(Terminal terminal, Item person, Optional<byte[]> picture) {
        StringBuilder text = new StringBuilder("AUTH=Success\tPIN=").append(person.key());
        text.append("\tName=").append(person.field("name").orElse(""));
        text.append("\tPri=").append(person.field("privilege").orElse("0"));
        text.append("\tTZ=").append(person.field("timeZone").orElse(""));
        picture.ifPresent(bytes -> {
            String base64 = Base64.getEncoder().encodeToString(bytes);
            text.append("\tPhotoSize=").append(base64.length()).append("\tPhoto=").append(base64);
        });
        Map<String, String> facts = terminal.facts();
        return new Answer.Text(
                Bytes.wrap(
                        text.append('\n')
                                .toString()
                                .getBytes(
                                        Languages.charset(
                                                Facts.said(facts).getOrDefault("language", ""),
                                                Facts.learned(facts)))));
    }
}
