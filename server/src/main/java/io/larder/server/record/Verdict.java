package io.larder.server.record;

import java.util.Locale;

/// The judgement of a row against what the ledger already holds.
public enum Verdict {
    /// Never seen before.
    NEW,
    /// The same key with the same content: nothing changes but a counter.
    DUPLICATE,
    /// The same key with other content: both are kept.
    REVISION,
    /// Not understood: quarantined with its bytes and the reason.
    ODD;

    /// The word used outside, for example `revision`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
