package io.larder.server.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.Seal;
import io.larder.crypto.keyexchange.AlgorithmSet;
import io.larder.crypto.keyexchange.Handshake;
import io.larder.crypto.keyexchange.KeyExchange;
import io.larder.crypto.keyexchange.Opened;
import io.larder.crypto.keyexchange.SessionKey;
import io.larder.server.simulate.JdkSide;
import java.util.Optional;
import java.util.zip.CRC32;

/// Whatever is said to be sealed, or a key: nothing opens but what was closed with the right key,
/// and that opens to what it was.
final class SealedTarget implements FuzzTarget {
    private static final String SERIAL = "5158181900025";
    private static final byte[] ABOUT = {1};

    private final Seal seal = Seal.of(new byte[Seal.KEY_BYTES]);
    private final KeyExchange exchange = AlgorithmSet.all().getFirst().open();
    private final JdkSide terminal = new JdkSide();
    private final Handshake handshake = begin();
    private final SessionKey session = agree(begin());
    private long counter;

    private Handshake begin() {
        Optional<Handshake> begun = exchange.begin(SERIAL);
        while (begun.isEmpty()) {
            Thread.onSpinWait();
            begun = exchange.begin(SERIAL);
        }
        return begun.get();
    }

    private SessionKey agree(Handshake with) {
        String box = with.publicKey(terminal.publicKey()).orElseThrow();
        Handshake.Agreed agreed = with.factor(terminal.factor(box)).orElseThrow();
        terminal.agree(agreed.factor(), SERIAL);
        return agreed.session();
    }

    @Override
    public void hold(byte[] input) {
        Opened opened = session.open(input);
        assertThat(opened.body()).isEmpty();
        assertThat(opened.why()).isNotEmpty();
        CRC32 crc = new CRC32();
        crc.update(input);
        counter++;
        byte[] sealed = terminal.seal(counter, input, (int) crc.getValue());
        byte[] changed = sealed.clone();
        changed[(int) (crc.getValue() % sealed.length)] ^= 1;
        assertThat(session.open(changed).body()).isEmpty();
        assertThat(session.open(sealed).body()).contains(input);
        assertThat(session.open(sealed).body()).isEmpty();

        String text = new String(input, ISO_8859_1);
        assertThat(handshake.publicKey(text)).isNotNull();
        assertThat(seal.open(text)).isEmpty();
        assertThat(seal.open(seal.close(text))).contains(text);
        assertThat(seal.open(input, ABOUT)).isEmpty();
        assertThat(seal.open(seal.close(input, ABOUT), ABOUT)).contains(input);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
