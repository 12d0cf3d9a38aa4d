package io.larder.server.simulate.meeting;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;

/// Brings the terminal's errands to the box, one after the other; none is forgotten before the box
/// says that it is done.
final class Delivery {
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

    /// So often the box may refuse the same thing until it is a finding.
    private static final int MOST_REFUSALS = 25;

    private final Deque<Errand> errands;
    private final Obedience obedience;
    private final Examiner examiner;
    private final Luck luck;
    private final Books books;
    private int refusals;

    Delivery(Memory memory, Obedience obedience, Examiner examiner, Luck luck, Books books) {
        this.errands = memory.errands;
        this.obedience = obedience;
        this.examiner = examiner;
        this.luck = luck;
        this.books = books;
    }

    /// After a new log-in.
    void resume() {
        Errand first = errands.peek();
        if (first != null && first.file().map(Parcel::isUnderWay).orElse(false)) {
            books.tally().resumed.increment();
        }
    }

    boolean isDone() {
        return errands.isEmpty();
    }

    /// One errand, or a try.
    void next(Conversation talk) throws IOException, InterruptedException {
        Errand errand = errands.element();
        if (errand.file().isPresent() && !carry(talk, errand.file().get())) {
            return;
        }
        books.obligations().sent(errand.ids());
        Answer answer = talk.ask(errand.mid(), errand.text());
        if (!answer.isDone()) {
            refused(talk, answer, errand.text());
            errand.file().ifPresent(Parcel::again);
            return;
        }
        errands.remove();
        refusals = 0;
        books.obligations().acknowledged(errand.ids());
        count(errand);
        if (luck.saysAgain()) {
            sayAgain(talk, errand);
        }
    }

    private void count(Errand errand) {
        MeetingTally tally = books.tally();
        if (errand.file().isPresent()) {
            tally.files.increment();
        }
        for (String id : errand.ids()) {
            if (id.contains("/" + Ids.VISIT + "/")) {
                tally.records.increment();
            } else if (id.matches(".*/(USER|MULTICARD)/.*")) {
                tally.people.increment();
            } else {
                tally.photos.increment();
            }
        }
    }

    /// Every part of a file; false when the box refused one.
    private boolean carry(Conversation talk, Parcel file) throws IOException, InterruptedException {
        Optional<Parcel.Part> part = file.next();
        while (part.isPresent()) {
            Answer answer = talk.ask(part.get().mid(), part.get().text());
            file.heard(answer.isDone());
            if (!answer.isDone()) {
                books.tally().begunAnew.increment();
                refused(talk, answer, part.get().text());
                return false;
            }
            books.tally().packages.increment();
            obedience.obey(talk);
            part = file.next();
        }
        return true;
    }

    private void refused(Conversation talk, Answer answer, String text)
            throws IOException, InterruptedException {
        books.tally().refused.increment();
        if (++refusals == MOST_REFUSALS) {
            examiner.find("refused %d times: %s, last %s".formatted(refusals, text, answer));
        }
        talk.listen(AFTER_REFUSAL);
    }

    /// As a terminal does that forgot that it had been answered.
    private void sayAgain(Conversation talk, Errand errand)
            throws IOException, InterruptedException {
        books.tally().resends.increment();
        Answer answer = talk.ask(errand.mid(), errand.text());
        if (!answer.isDone()) {
            examiner.find("the same again is refused: " + answer);
        }
    }
}
