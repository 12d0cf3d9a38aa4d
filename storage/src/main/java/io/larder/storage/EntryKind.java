package io.larder.storage;

/// What an entry is. The code is on the medium and never changes its meaning.
public enum EntryKind {
    /// One request of a terminal, as received.
    UPLOAD(1),
    /// A terminal was let in, with the facts it gave.
    ADMISSION(2),
    /// A terminal introduced itself with facts that differ from those known.
    HELLO(3),
    /// A batch of records that another box relayed to this one.
    BATCH(4),
    /// Quarantined rows are to be read again.
    RETRY(5),
    /// Entries or record numbers that can no longer be had.
    GAP(6),
    /// From a position on, identities carry a new epoch.
    EPOCH(7),
    /// A record that an upstream refused for good; the rest went on.
    DEAD_LETTER(9),
    /// Written after recovery to prove that the journal takes entries.
    SELF_TEST(8),
    /// Commands for one terminal were ordered.
    ORDER(10),
    /// Commands were given to their terminal as the answer to a poll.
    HANDOVER(11),
    /// Commands ended without a reply: cancelled, expired, given up, or settled by what followed.
    RULING(12),
    /// A person set something about a terminal.
    ADJUSTMENT(13),
    /// What the site's data is from now on: cards, prices, meals.
    SITE(14),
    /// A terminal reported a card lost or found, or its password changed.
    CARD(15),
    /// The people of one terminal were copied to another, the subject.
    COPY(16),
    /// Boxes are let in at this headquarters or no longer, and what is known of them there.
    ENROLMENT(17),
    /// A person decided about an upstream: pause, go on, go back, dead letters again.
    STEERING(18),
    /// The clock is trusted again; by how much it was off before.
    CLOCK(19);

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// Whether a full ring may wait for it to become free: what an upstream needs before it can go
    /// on. The last pages of the ring are kept for such entries, else it would stay full for ever.
    boolean makesRoom() {
        return this == EPOCH || this == DEAD_LETTER || this == STEERING;
    }

    static EntryKind of(int code) {
        for (EntryKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("entry kind " + code + " is none of ours");
    }
}
