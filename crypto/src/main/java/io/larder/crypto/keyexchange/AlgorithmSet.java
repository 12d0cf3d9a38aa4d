package io.larder.crypto.keyexchange;

import java.util.List;
import java.util.ServiceLoader;

/// One way to exchange keys with terminals and to seal what is said afterwards. PROTOCOL.md 5.1
/// states the sequence of messages, nobody states the algorithms (5.2): they are found on the class
/// path with [ServiceLoader], so that a library of the terminals' vendor needs an adapter of three
/// small classes and no change here.
public interface AlgorithmSet {
    /// The word by which the configuration chooses it: lower-case letters, digits and `-`.
    String word();

    /// One sentence for people: which terminals it works with.
    String about();

    /// Begins to work: may make keys ahead in the background until it is closed.
    KeyExchange open();

    /// Whether a body that begins with these bytes (up to 16 of them) was sealed with this set,
    /// whoever has its keys. By that a body is recognised whose session is gone, and is not taken
    /// for a plain one. A set whose sealed bodies cannot be told from plain ones says false.
    boolean marks(byte[] beginning);

    /// All sets there are.
    static List<AlgorithmSet> all() {
        ClassLoader loader = AlgorithmSet.class.getClassLoader();
        return ServiceLoader.load(AlgorithmSet.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
