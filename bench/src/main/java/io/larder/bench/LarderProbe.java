package io.larder.bench;

import io.larder.storage.JournalSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Starts the real program in a process of its own and speaks to it through its command line.
final class LarderProbe implements Probe {
    private static final Pattern READY = Pattern.compile("^ready\\b(?:.*\\bterminal=\\S*:(\\d+))?");
    private static final Pattern TERMINAL = Pattern.compile("\"terminal\":\"([^\"]*)\"");
    private static final Pattern REC_NO = Pattern.compile("\"recNo\":(\\d+)");

    private static final String TOKEN = "sesame";

    private final Options options;
    private final List<String> prefix;
    private final int segments;

    LarderProbe(Options options) {
        this(options, List.of(), JournalSettings.DEFAULT.segments());
    }

    /// Starts boxes of so many segments through the program `prefix`, which gets the command behind
    /// its own words.
    LarderProbe(Options options, List<String> prefix, int segments) {
        this.options = options;
        this.prefix = prefix;
        this.segments = segments;
    }

    @Override
    public Box start(Mode mode) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(options.dir(), "larder-bench-");
        try {
            return start(mode, data);
        } catch (IOException | RuntimeException e) {
            Folders.remove(data);
            throw e;
        }
    }

    @Override
    public Box start(Mode mode, Path data) throws IOException, InterruptedException {
        return serve(
                main(mode),
                data,
                "terminal.host=127.0.0.1",
                "terminal.port=" + freePort(),
                "admission.policy=open",
                "console.port=" + freePort(),
                "receive.port=0",
                "journal.segments=" + segments,
                // What is measured is the door, not what one terminal may do to it.
                "terminal.maxRequestsPerSecond=0");
    }

    @Override
    public Site startSite() throws IOException, InterruptedException {
        int receiving = freePort();
        Running headquarters =
                serve(
                        options.main(),
                        Files.createTempDirectory(options.dir(), "larder-bench-"),
                        "terminal.port=0",
                        "console.port=0",
                        "receive.port=" + receiving,
                        "receive.token=" + TOKEN);
        try {
            int console = freePort();
            Running box =
                    serve(
                            options.main(),
                            Files.createTempDirectory(options.dir(), "larder-bench-"),
                            "terminal.host=127.0.0.1",
                            "terminal.port=" + freePort(),
                            "admission.policy=open",
                            "console.port=" + console,
                            "receive.port=0",
                            "upstreams.headquarters.url=http://127.0.0.1:" + receiving,
                            "upstreams.headquarters.token=" + TOKEN);
            return new WithHeadquarters(box, headquarters, console);
        } catch (IOException | InterruptedException | RuntimeException e) {
            headquarters.close();
            throw e;
        }
    }

    private Running serve(String main, Path data, String... settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java(main));
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(List.of("--set", "clock.trust=assumed"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            return new Running(process, awaitReady(process), data);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly().waitFor();
            throw e;
        }
    }

    /// Reads what the box prints up to its `ready` line; another thread swallows the rest, so that
    /// a full pipe never stops the box.
    private static int awaitReady(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofPlatform().daemon().start(() -> swallow(out));
                return ready.group(1) == null ? 0 : Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the box ended before it was ready");
    }

    private static void swallow(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // The box was killed.
        }
    }

    private String main(Mode mode) {
        return switch (mode) {
            case DURABLE -> options.main();
            case NO_JOURNAL -> options.noJournalMain();
            case SQLITE -> SqliteServer.class.getName();
        };
    }

    private List<String> java(String main) {
        return Shell.java(options.flags(), options.classPath(), main);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private record WithHeadquarters(Running box, Running headquarters, int consolePort)
            implements Site {
        @Override
        public int port() {
            return box.port();
        }

        @Override
        public long pid() {
            return box.pid();
        }

        @Override
        public Path dataDir() {
            return box.dataDir();
        }

        @Override
        public void exported(Consumer<String> sink) throws IOException, InterruptedException {
            box.exported(sink);
        }

        @Override
        public void atHeadquarters(Consumer<String> sink) throws IOException, InterruptedException {
            headquarters.exported(sink);
        }

        @Override
        public void stop() {
            box.stop();
            headquarters.stop();
        }

        @Override
        public void kill() {
            box.kill();
        }

        @Override
        public void close() throws IOException {
            try {
                box.close();
            } finally {
                headquarters.close();
            }
        }
    }

    private final class Running implements Box {
        private final Process process;
        private final int port;
        private final Path data;

        Running(Process process, int port, Path data) {
            this.process = process;
            this.port = port;
            this.data = data;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public Path dataDir() {
            return data;
        }

        @Override
        public void exported(Consumer<String> sink) throws IOException, InterruptedException {
            List<String> command = java(options.main());
            command.addAll(List.of("export", "--data", data.toString()));
            command.addAll(List.of("--kind", "purchase", "--format", "jsonl"));
            Process export =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try (BufferedReader lines = export.inputReader()) {
                lines.lines().map(Running::id).forEach(sink);
            } catch (UncheckedIOException e) {
                throw new IOException("export broke off", e);
            }
            int code = export.waitFor();
            if (code != 0) {
                throw new IOException("export ended with exit code " + code);
            }
        }

        @Override
        public void close() throws IOException {
            stop();
            Folders.remove(data);
        }

        @Override
        public void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void stop() {
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException _) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }

        private static String id(String json) {
            Matcher terminal = TERMINAL.matcher(json);
            Matcher recNo = REC_NO.matcher(json);
            if (!terminal.find() || !recNo.find()) {
                throw new IllegalStateException("no terminal and recNo in: " + json);
            }
            return terminal.group(1) + "/BUYLOG/" + recNo.group(1);
        }
    }
}
