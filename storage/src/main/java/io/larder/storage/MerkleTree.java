package io.larder.storage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A hash over a list of entries from which the presence of one can be shown without the others:
/// the tree of RFC 6962, section 2.1, with SHA-256. Only the roots of its full parts are kept.
///
/// ```
/// leaf = SHA-256(0x00, seq u64 little-endian, entry as stored)
/// node = SHA-256(0x01, left, right)          left: the greatest power of two below the whole
/// ```
final class MerkleTree {
    private record Part(Hash root, long leaves) {}

    private final List<Part> parts = new ArrayList<>();
    private long size;

    static Hash leaf(long seq, byte[] stored) {
        MessageDigest digest = Hash.sha256();
        digest.update((byte) 0);
        digest.update(
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(seq).flip());
        digest.update(stored);
        return Hash.of(digest);
    }

    private static Hash node(Hash left, Hash right) {
        MessageDigest digest = Hash.sha256();
        digest.update((byte) 1);
        digest.update(left.bytes());
        digest.update(right.bytes());
        return Hash.of(digest);
    }

    void add(Hash leaf) {
        Part last = new Part(leaf, 1);
        while (!parts.isEmpty() && parts.getLast().leaves() == last.leaves()) {
            last = new Part(node(parts.removeLast().root(), last.root()), 2 * last.leaves());
        }
        parts.add(last);
        size++;
    }

    long size() {
        return size;
    }

    /// Of an empty tree, zeros.
    Hash root() {
        if (parts.isEmpty()) {
            return Hash.NONE;
        }
        Hash root = parts.getLast().root();
        for (int i = parts.size() - 2; i >= 0; i--) {
            root = node(parts.get(i).root(), root);
        }
        return root;
    }

    private static Hash root(List<Hash> leaves) {
        MerkleTree tree = new MerkleTree();
        leaves.forEach(tree::add);
        return tree.root();
    }

    /// The hashes that lead from leaf `index` up to the root, the nearest first.
    static List<Hash> path(List<Hash> leaves, int index) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int left = (int) left(leaves.size());
        List<Hash> first = leaves.subList(0, left);
        List<Hash> second = leaves.subList(left, leaves.size());
        List<Hash> path = index < left ? path(first, index) : path(second, index - left);
        path.add(root(index < left ? second : first));
        return path;
    }

    /// The root that `path` leads to from a leaf at `index` of `size`; `NONE` when the path is not
    /// as long as such a tree is high.
    static Hash climb(Hash leaf, long index, long size, List<Hash> path) {
        if (index < 0 || index >= size || (size > 1) == path.isEmpty()) {
            return Hash.NONE;
        }
        if (size == 1) {
            return leaf;
        }
        long left = left(size);
        List<Hash> below = path.subList(0, path.size() - 1);
        Hash inner =
                index < left
                        ? climb(leaf, index, left, below)
                        : climb(leaf, index - left, size - left, below);
        if (inner.equals(Hash.NONE)) {
            return inner;
        }
        return index < left ? node(inner, path.getLast()) : node(path.getLast(), inner);
    }

    private static long left(long size) {
        return Long.highestOneBit(size - 1);
    }
}
