import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.larder1.LarderAlgorithms;

/// Secrets, digests, certificates and the terminals' key exchange. Knows no file, socket or
/// terminal.
module io.larder.crypto {
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.larder.crypto;
    exports io.larder.crypto.keyexchange;

    uses AlgorithmSet;

    provides AlgorithmSet with
            LarderAlgorithms;
}
