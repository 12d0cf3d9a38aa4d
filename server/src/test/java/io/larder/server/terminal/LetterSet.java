package io.larder.server.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.keyexchange.Handshake;
import io.larder.crypto.keyexchange.KeyExchange;
import io.larder.crypto.keyexchange.Opened;
import io.larder.crypto.keyexchange.SessionKey;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// A set without any cryptography, as somebody else would write it: keys and factors are words, a
/// sealed body has the serial number in front of it.
final class LetterSet implements AlgorithmSet {
    /// Handshakes that are ready.
    final Semaphore ready = new Semaphore(0);

    @Override
    public String word() {
        return "letters";
    }

    @Override
    public String about() {
        return "for tests";
    }

    @Override
    public boolean marks(byte[] beginning) {
        return false;
    }

    @Override
    public KeyExchange open() {
        return new KeyExchange() {
            @Override
            public Optional<Handshake> begin(String serial) {
                return ready.tryAcquire() ? Optional.of(new Words(serial)) : Optional.empty();
            }

            @Override
            public void close() {
                ready.drainPermits();
            }
        };
    }

    private record Words(String serial) implements Handshake {
        @Override
        public Optional<String> publicKey(String terminalKey) {
            return Optional.of(terminalKey).filter("theirs"::equals).map(_ -> "ours");
        }

        @Override
        public Optional<Agreed> factor(String terminalFactor) {
            return Optional.of(terminalFactor)
                    .filter("factor"::equals)
                    .map(_ -> new Agreed("rotcaf", new Prefix(serial)));
        }
    }

    private record Prefix(String serial) implements SessionKey {
        @Override
        public byte[] seal(byte[] clear) {
            return (serial + new String(clear, US_ASCII)).getBytes(US_ASCII);
        }

        @Override
        public Opened open(byte[] sealed) {
            String text = new String(sealed, US_ASCII);
            return text.startsWith(serial)
                    ? Opened.clear(text.substring(serial.length()).getBytes(US_ASCII))
                    : Opened.unfit("it is for somebody else");
        }
    }
}
