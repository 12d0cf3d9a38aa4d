package io.larder.server.cli;

import io.larder.crypto.Identity;
import io.larder.server.config.Settings;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder identity rotate`: new keys for a box.
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives a stopped box new keys: a new identity, which the old one signs, and a new TLS",
            "key with a certificate for its names and addresses of now. Headquarters and people",
            "that know the box by a fingerprint must be told the new one. Old public keys stay in",
            "DIR/identity.history, so that what they signed stays the box's own."
        },
        footer = {"", "Exit code: 0 done, 1 the box runs or has no identity, 2 wrong usage."})
final class IdentityRotateCommand implements Callable<Integer> {
    private enum What {
        ALL,
        IDENTITY,
        TLS
    }

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            defaultValue = "all",
            paramLabel = "WHAT",
            description = "identity, tls or all (default).")
    private What what = What.ALL;

    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws IOException {
        Path data = store.data();
        Settings settings = store.settings();
        Identity now =
                IdentityFile.find(data)
                        .orElseThrow(() ->
                                new IOException(
                                        data
                                                + " has no identity: a box makes it at its first"
                                                + " start"));
        if (Store.inUse(data)) {
            throw new IOException("a box runs on " + data + "; stop it first");
        }
        boolean tls =
                switch (what) {
                    case TLS -> true;
                    case ALL -> !TlsParts.isOwn(settings);
                    case IDENTITY -> false;
                };
        if (tls && TlsParts.isOwn(settings)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the certificate is your own, see tls.certificate: there is nothing to make");
        }
        if (what != What.TLS) {
            Identity next = Identity.generate();
            handOver(data, now, next);
            say("identity", next.fingerprint());
        }
        if (tls) {
            say("tls", TlsParts.renew(data, settings).fingerprint());
        }
        return 0;
    }

    /// The one place where an identity passes to the next: whoever else must hear of it is told
    /// here, before the key file changes.
    private static void handOver(Path data, Identity old, Identity next) throws IOException {
        Instant now = Instant.now();
        Store.handOver(data, JournalSigning.signer(old), next.publicKey(), now.toEpochMilli());
        IdentityFile.rotate(data, old, next, now.truncatedTo(ChronoUnit.SECONDS));
    }

    private void say(String name, String fingerprint) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-8s  %s%n", name, fingerprint);
        out.flush();
    }
}
