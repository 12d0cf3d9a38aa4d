package io.larder.storage;

/// What a statement vouches for: the entries `firstSeq` to `lastSeq`, `entries` of them, that stand
/// in `segment` before `offset`; the hash of the last block there, and the root of the Merkle tree
/// over the entries. Numbers are 0 and hashes zeros when there is none.
record Coverage(
        int segment, long offset, long firstSeq, long lastSeq, int entries, Hash chain, Hash root) {
    static final Coverage NOTHING = new Coverage(0, 0, 0, 0, 0, Hash.NONE, Hash.NONE);
}
