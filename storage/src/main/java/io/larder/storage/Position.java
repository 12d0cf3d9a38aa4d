package io.larder.storage;

/// The place of a row: row `row` (from 0) of entry `seq` (from 1). As a cursor it names what comes
/// next, so `new Position(8, 0)` means: entries 1 to 7 were taken whole.
public record Position(long seq, int row) implements Comparable<Position> {
    /// Before everything.
    public static final Position START = new Position(1, 0);

    @Override
    public int compareTo(Position other) {
        int bySeq = Long.compare(seq, other.seq);
        return bySeq != 0 ? bySeq : Integer.compare(row, other.row);
    }

    @Override
    public String toString() {
        return seq + "/" + row;
    }
}
