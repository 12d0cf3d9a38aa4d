package io.larder.server.cli;

import io.larder.crypto.Identity;
import io.larder.server.terminal.BoxClock;
import io.larder.storage.Signer;
import io.larder.storage.Signing;
import java.io.IOException;
import java.nio.file.Path;

/// The box's identity as the journal's signer.
final class JournalSigning {
    private static final System.Logger LOG = System.getLogger(JournalSigning.class.getName());

    private JournalSigning() {}

    /// How the box in `data` signs its journal; its key is made at the first start.
    static Signing of(Path data, BoxClock clock) throws IOException {
        return new Signing(
                signer(IdentityFile.open(data)),
                () -> clock.now().toEpochMilli(),
                Signing.EVERY_MILLIS,
                alarm -> LOG.log(System.Logger.Level.ERROR, alarm));
    }

    static Signer signer(Identity identity) {
        return new Signer() {
            @Override
            public byte[] sign(byte[] message) {
                return identity.sign(message);
            }

            @Override
            public byte[] publicKey() {
                return identity.publicKey();
            }
        };
    }
}
