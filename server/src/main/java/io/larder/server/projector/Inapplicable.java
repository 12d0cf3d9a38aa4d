package io.larder.server.projector;

/// An entry that could not be written into the ledger, through no fault of the ledger: its batch is
/// undone and written again with the entry in quarantine.
final class Inapplicable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long seq;

    Inapplicable(long seq, Throwable cause) {
        super("entry " + seq + " could not be applied: " + cause, cause);
        this.seq = seq;
    }

    long seq() {
        return seq;
    }
}
