package io.larder.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Starts the real program in a process of its own and speaks to it through its command line.
final class LarderProbe implements Probe {
    private static final Pattern READY = Pattern.compile("^ready\\b(?:.*\\bterminal=\\S*:(\\d+))?");
    private static final Pattern TERMINAL = Pattern.compile("\"terminal\":\"([^\"]*)\"");
    private static final Pattern REC_NO = Pattern.compile("\"recNo\":(\\d+)");

    private static final String TOKEN = "sesame";

    private final Options options;

    LarderProbe(Options options) {
        this.options = options;
    }

    @Override
    public Box start(Mode mode) throws IOException, InterruptedException {
        String main = mode == Mode.DURABLE ? options.main() : options.noJournalMain();
        return serve(
                main,
                "terminal.host=127.0.0.1",
                "terminal.port=" + freePort(),
                "admission.policy=open",
                "console.port=0",
                "receive.port=0",
                // What is measured is the door, not what one terminal may do to it.
                "terminal.maxRequestsPerSecond=0");
    }

    @Override
    public Site startSite() throws IOException, InterruptedException {
        int receiving = freePort();
        Running headquarters =
                serve(
                        options.main(),
                        "terminal.port=0",
                        "console.port=0",
                        "receive.port=" + receiving,
                        "receive.token=" + TOKEN);
        try {
            int console = freePort();
            Running box =
                    serve(
                            options.main(),
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

    private Running serve(String main, String... settings)
            throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(options.dir(), "larder-bench-");
        List<String> command = java(main);
        command.addAll(List.of("serve", "--data", data.toString(), "--set", "clock.trust=assumed"));
        for (String setting : settings) {
            command.addAll(List.of("--set", setting));
        }
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new Running(process, awaitReady(process), data);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly().waitFor();
            remove(data);
            throw e;
        }
    }

    /// Reads what the box prints up to its `ready` line; another thread swallows the rest, so that
    /// a full pipe never stops the box. Reading a pipe would hold the carrier of a virtual thread.
    private static int awaitReady(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
                return ready.group(1) == null ? 0 : Integer.parseInt(ready.group(1));
            }
        }
        throw new IOException("the box ended before it was ready");
    }

    private List<String> java(String main) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(options.flags());
        command.addAll(List.of("-cp", options.classPath(), main));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
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
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException _) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
            remove(data);
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
