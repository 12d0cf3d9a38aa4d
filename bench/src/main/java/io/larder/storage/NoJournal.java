package io.larder.storage;

import java.util.concurrent.atomic.AtomicLong;

/// Takes entries and keeps nothing: what the door alone can do, for comparison only. Lives in this
/// package because nobody else can make a receipt.
public final class NoJournal implements Intake {
    private final AtomicLong seq = new AtomicLong();

    @Override
    public Appended append(Draft draft) {
        return new Receipt(seq.incrementAndGet());
    }
}
