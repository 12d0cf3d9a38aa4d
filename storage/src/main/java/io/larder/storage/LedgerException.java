package io.larder.storage;

/// The ledger could not be read or written. When it is `damaged`, it is set aside and built again
/// from the journal; otherwise the cause is outside (disk full, I/O) and the same step may be tried
/// again.
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean damaged;

    LedgerException(String message, Throwable cause, boolean damaged) {
        super(message + ": " + cause.getMessage(), cause);
        this.damaged = damaged;
    }

    /// True when the file itself is broken.
    public boolean damaged() {
        return damaged;
    }
}
