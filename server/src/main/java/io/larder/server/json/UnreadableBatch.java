package io.larder.server.json;

/// A batch that breaks the upstream format: in which line (0 is the header) and how.
public final class UnreadableBatch extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    /// In `line`, because of `why`.
    public UnreadableBatch(int line, String why) {
        super(why);
        this.line = line;
    }

    /// In `line`, because of `why`.
    public UnreadableBatch(int line, String why, Throwable cause) {
        super(why, cause);
        this.line = line;
    }

    /// The line, counted from 0 for the header, so that the first record is line 1.
    public int line() {
        return line;
    }

    /// What is wrong with it.
    public String why() {
        return String.valueOf(getMessage());
    }
}
