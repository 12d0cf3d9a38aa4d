package io.larder.server.cli;

import io.larder.server.config.Settings;
import io.larder.server.service.ServiceLog;
import io.larder.server.service.ServiceManager;
import io.larder.server.watch.Patience;
import io.larder.storage.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `larder serve`: a box (or a headquarters) until it is told to stop.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a box on a data folder until SIGTERM or Ctrl-C.",
            "Prints one line `ready terminal=HOST:PORT …` once an upload would be accepted."
        },
        footer = {
            "",
            "Exit code: 0 told to stop, 1 could not start, 2 wrong usage or configuration,",
            "70 the medium failed while running (start it again: recovery keeps what was acknowledged).",
            "",
            "Example:",
            "  larder serve --data /var/lib/larder --set admission.policy=open"
        })
final class ServeCommand implements Callable<Integer> {
    static final int MEDIUM_FAILED = 70;
    private static final long LOOK_MILLIS = 500;
    private static final Patience LOCK_WAIT = new Patience(20, LOOK_MILLIS);

    @Spec private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Data folder.")
    private Path data;

    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (JournalStream.takesErrors(System.getenv())) {
            ServiceLog.install(System.err, System::nanoTime);
        }
        Settings read = settings.read();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        ServiceManager manager = ServiceManager.of(System.getenv(), ProcessHandle.current().pid());
        try (Box box = open(read, manager)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, stopped)));
            spec.commandLine().getOut().println(box.readyLine());
            spec.commandLine().getOut().flush();
            Optional<String> failure = Optional.empty();
            while (failure.isEmpty() && !stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                failure = box.failure();
            }
            if (failure.isPresent()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                JournalStream.error(
                                        System.getenv(), "larder: stops: " + failure.get()));
                // Nothing may be written any more; what was acknowledged is on the medium.
                Runtime.getRuntime().halt(MEDIUM_FAILED);
            }
            return 0;
        } finally {
            stopped.countDown();
        }
    }

    /// The process before may still be closing: it gets a few seconds.
    private Box open(Settings read, ServiceManager manager) throws IOException {
        Optional<Box> opened = LOCK_WAIT.find(() -> openNow(read, manager));
        return opened.isPresent() ? opened.get() : Box.open(data, read, manager);
    }

    private Optional<Box> openNow(Settings read, ServiceManager manager) throws IOException {
        try {
            return Optional.of(Box.open(data, read, manager));
        } catch (Store.StoreInUse e) {
            return Optional.empty();
        }
    }

    private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            boolean clean = stopped.await(10, TimeUnit.SECONDS);
            if (!clean) {
                System.getLogger(ServeCommand.class.getName())
                        .log(System.Logger.Level.WARNING, "closing took too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
