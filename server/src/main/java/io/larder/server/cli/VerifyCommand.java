package io.larder.server.cli;

import io.larder.crypto.Digest;
import io.larder.crypto.Identity;
import io.larder.storage.Entry;
import io.larder.storage.EntryProof;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder verify`: whether a proof holds, without any data folder.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Verifies a file that larder prove wrote, with nothing but the box's public key, and",
            "says what it proves."
        },
        footer = {
            "",
            "Exit code: 0 proven, 1 not proven or not readable, 2 wrong usage.",
            "",
            "Example:",
            "  larder verify 4711.proof --key box.pem --payload 4711.txt"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The proof.")
    private Path file;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PEM-FILE",
            description = "The box's public key, from someone whom you trust.")
    private Path key;

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description = "Writes what the entry holds there, when it is proven.")
    private @Nullable Path payload;

    @Override
    public Integer call() throws IOException {
        byte[] publicKey = PublicKeyFile.read(key);
        EntryProof proof = proof();
        Optional<EntryProof.Verified> verified = verified(proof, publicKey);
        PrintWriter out = spec.commandLine().getOut();
        if (verified.isEmpty()) {
            out.print("NOT proven by key " + PublicKeyFile.fingerprint(publicKey) + "\n");
            if (!Arrays.equals(publicKey, proof.namedKey())) {
                out.print(
                        "         it names key "
                                + PublicKeyFile.fingerprint(proof.namedKey())
                                + ": a proof is verified with the box's key of its time, which"
                                + " larder identity rotate keeps in DIR/identity.history\n");
            }
            out.flush();
            return 1;
        }
        say(out, verified.get());
        out.flush();
        if (payload != null) {
            Files.write(payload, verified.get().entry().payload());
        }
        return 0;
    }

    private EntryProof proof() throws IOException {
        try {
            return ProofJson.read(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unreadable(e);
        }
    }

    private Optional<EntryProof.Verified> verified(EntryProof proof, byte[] publicKey)
            throws IOException {
        try {
            return proof.verify(publicKey, Identity::verifies);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw unreadable(e);
        }
    }

    private IOException unreadable(RuntimeException e) {
        return new IOException(
                file + " is no proof that this version can read: " + e.getMessage(), e);
    }

    private static void say(PrintWriter out, EntryProof.Verified proven) {
        Entry entry = proven.entry();
        out.print(
                """
                proven   entry %d of box %s, epoch %d
                         signed by key %s until %s
                         %s of %s, received %s%s
                         %d bytes, sha256 %s
                """
                        .formatted(
                                proven.seq(),
                                proven.box(),
                                proven.epoch(),
                                PublicKeyFile.fingerprint(proven.publicKey()),
                                Instant.ofEpochMilli(proven.signedAt()),
                                entry.kind(),
                                entry.serial().isEmpty() ? "the box" : entry.serial(),
                                Instant.ofEpochMilli(entry.stamp().wallMillis()),
                                entry.stamp().clockTrusted() ? "" : " by a clock that was not set",
                                entry.payload().length,
                                Digest.sha256Hex(entry.payload())));
    }
}
