package io.larder.server.proof;

import io.larder.server.simulate.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/// What `./larder faults` prints at the end: a line for each trial, with tabs between its cells, in
/// the file that `-Dlarder.faultTable` names. A line is written before anything is asserted, so
/// that a loss stands in the table too.
public final class FaultTable {
    private static final String FILE = System.getProperty("larder.faultTable", "");

    private FaultTable() {}

    /// What was promised, and whether it was kept. `slowestStartMillis` is the longest time from
    /// the start of a process until it accepted; 0 when none was started.
    static void promise(String name, String done, Proof proof, long slowestStartMillis) {
        boolean kept = proof.holds() && proof.examples().isEmpty();
        line(name, done, proof, slowestStartMillis, kept ? "kept" : "BROKEN");
    }

    /// What a precaution is good for: without it, `found` must be true.
    static void control(String name, String done, Proof proof, boolean found) {
        line("without " + name, done, proof, 0, found ? "found out" : "NOT FOUND OUT");
    }

    /// Runs of the simulation, of which each is judged as a whole.
    public static void simulation(int runs, int broken) {
        String verdict = broken == 0 ? "kept" : broken + " BROKEN";
        cells("all of it, simulated", runs + " seeds", "-", "-", "-", "-", "-", verdict);
    }

    /// What this machine cannot do.
    static void skipped(String name, String why) {
        cells(name, "skipped, because " + why, "-", "-", "-", "-", "-", "skipped");
    }

    private static void line(String name, String done, Proof proof, long millis, String verdict) {
        cells(
                name,
                done,
                String.valueOf(proof.acknowledged()),
                String.valueOf(proof.lost()),
                String.valueOf(proof.doubled()),
                String.valueOf(proof.phantoms()),
                millis == 0 ? "-" : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0),
                verdict);
    }

    private static void cells(String... cells) {
        try {
            if (!FILE.isEmpty()) {
                Files.writeString(
                        Path.of(FILE),
                        String.join("\t", cells).replace('\n', ' ') + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
