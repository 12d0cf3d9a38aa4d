package io.larder.crypto.larder1;

import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.keyexchange.Handshake;
import io.larder.crypto.keyexchange.KeyExchange;
import java.util.Optional;

/// The set `larder-1`.
public final class LarderAlgorithms implements AlgorithmSet {
    static final String WORD = "larder-1";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public String about() {
        return "made for this program and not compatible with terminals of the vendor, whose"
                + " algorithms are not published";
    }

    @Override
    public KeyExchange open() {
        return new Exchange(new KeyPool(RsaKeys::generate));
    }

    @Override
    public boolean marks(byte[] beginning) {
        return GcmSession.isMarked(beginning);
    }

    private record Exchange(KeyPool pool) implements KeyExchange {
        @Override
        public Optional<Handshake> begin(String serial) {
            return pool.take().map(pair -> new RsaHandshake(serial, pair));
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
