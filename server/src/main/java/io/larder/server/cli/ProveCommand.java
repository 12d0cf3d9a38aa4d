package io.larder.server.cli;

import io.larder.storage.EntryProof;
import io.larder.storage.JournalView;
import io.larder.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `larder prove`: a file that shows one entry to someone who has the box's public key only.
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes a proof that one entry stands in the signed journal of a stopped or running box.",
            "The record SEQ/ROW is stated by entry SEQ. The file holds the entry as it came, with",
            "all rows of that upload. Whoever has the box's public key verifies it with larder",
            "verify, or with a program of his own: docs/signed-journal.md."
        },
        footer = {
            "",
            "Exit code: 0 written, 1 no such entry, not signed yet (within a minute on a running",
            "box) or not readable, 2 wrong usage.",
            "",
            "Example:",
            "  larder prove 4711 --data /var/lib/larder --out 4711.proof"
        })
final class ProveCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "SEQ", description = "Number of the entry.")
    private long seq;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The proof.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        JournalView journal = Store.look(data);
        EntryProof proof = journal.proof(seq).orElseThrow(() -> new IOException(missing(journal)));
        Files.writeString(out, ProofJson.write(proof), StandardCharsets.US_ASCII);
        PrintWriter said = spec.commandLine().getOut();
        said.print(
                "entry %d is signed by key %s\n"
                        .formatted(seq, PublicKeyFile.fingerprint(proof.publicKey())));
        said.flush();
        return 0;
    }

    private String missing(JournalView journal) {
        boolean there = seq >= journal.firstSeq() && seq <= journal.lastSeq();
        return there
                ? "entry " + seq + " is not signed yet, or damaged"
                : "entry %d is not in the journal, which holds %d to %d"
                        .formatted(seq, journal.firstSeq(), journal.lastSeq());
    }
}
