package io.larder.server.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A loopback port of whose packets, both ways, the kernel loses a part for as long as this is
/// open.
final class LossyPort implements AutoCloseable {
    private static final String PROGRAM = "iptables-legacy";
    private static final int SECONDS = 20;

    private final int port;
    private final double lost;

    private LossyPort(int port, double lost) {
        this.port = port;
        this.lost = lost;
    }

    /// `lost` is the probability with which a packet is dropped.
    static LossyPort open(int port, double lost) throws IOException {
        LossyPort lossy = new LossyPort(port, lost);
        lossy.rule("-I", "--dport");
        lossy.rule("-I", "--sport");
        return lossy;
    }

    /// Why packets cannot be lost here; empty when they can.
    static Optional<String> whyNot() {
        try {
            run(List.of(PROGRAM, "-w", "-S", "INPUT"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("losing packets needs root and " + PROGRAM + ": " + e.getMessage());
        }
    }

    private void rule(String action, String side) throws IOException {
        run(
                List.of(
                        PROGRAM,
                        "-w",
                        action,
                        "INPUT",
                        "-i",
                        "lo",
                        "-p",
                        "tcp",
                        side,
                        String.valueOf(port),
                        "-m",
                        "statistic",
                        "--mode",
                        "random",
                        "--probability",
                        String.valueOf(lost),
                        "-j",
                        "DROP"));
    }

    private static void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(new ArrayList<>(command))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " failed");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        rule("-D", "--dport");
        rule("-D", "--sport");
    }
}
