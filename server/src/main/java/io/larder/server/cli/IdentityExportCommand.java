package io.larder.server.cli;

import io.larder.crypto.Certificates;
import io.larder.crypto.Identity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `larder identity export`: what others may have of a box's identity.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the public key of a box and the certificate it shows upwards, in PEM.",
            "Nothing of it is secret."
        },
        footer = {"", "Exit code: 0 printed, 1 there is none or it cannot be read."})
final class IdentityExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws IOException {
        Identity identity =
                IdentityFile.find(store.data())
                        .orElseThrow(() ->
                                new IOException(
                                        store.data()
                                                + " has no identity: a box makes it at its first"
                                                + " start"));
        PrintWriter out = spec.commandLine().getOut();
        out.print(identity.publicPem());
        out.print(Certificates.pem(identity.certificate()));
        out.flush();
        return 0;
    }
}
