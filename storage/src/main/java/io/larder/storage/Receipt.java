package io.larder.storage;

/// Proof that an entry is durable: its block was written and the medium told to flush before this
/// object existed. Only the storage can make one.
public final class Receipt implements Appended {
    private final long seq;

    Receipt(long seq) {
        this.seq = seq;
    }

    /// The entry's sequence number, from 1, never reused.
    public long seq() {
        return seq;
    }

    @Override
    public String toString() {
        return "Receipt[" + seq + "]";
    }
}
