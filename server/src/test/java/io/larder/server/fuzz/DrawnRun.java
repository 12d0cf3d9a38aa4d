package io.larder.server.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Spends seconds on inputs that know what the input is made of, drawn from all that the target's
/// corpus has.
final class DrawnRun {
    private static final int PATIENCE_SECONDS = 40;
    private static final int ENOUGH = 5;

    private DrawnRun() {}

    static Workshop.Result run(Workshop shop, long seed, double seconds)
            throws IOException, InterruptedException {
        Drawing drawing = new Drawing(seed, shop.corpus());
        Set<Path> failed = new LinkedHashSet<>();
        long inputs = 0;
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        try (FuzzTarget target = shop.target().open(shop.store())) {
            while (System.nanoTime() < end && failed.size() < ENOUGH) {
                byte[] input = drawing.next();
                inputs++;
                try {
                    hold(target, input);
                } catch (ExecutionException e) {
                    failed.add(shop.keep(input, Objects.requireNonNullElse(e.getCause(), e)));
                } catch (TimeoutException e) {
                    failed.add(shop.keep(input, e));
                    // The one that hangs cannot be used any more, nor be closed.
                    return new Workshop.Result(inputs, seconds, "hangs", List.copyOf(failed));
                }
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        return new Workshop.Result(inputs, took, "seed " + seed, List.copyOf(failed));
    }

    /// Gives the target one input and lets what comes of it through.
    static void once(Workshop shop, byte[] input) throws Exception {
        try (FuzzTarget target = shop.target().open(shop.store())) {
            hold(target, input);
        }
    }

    /// On a thread of its own, so that one that hangs is found out.
    private static void hold(FuzzTarget target, byte[] input)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    target.hold(input);
                    return true;
                });
        Thread.ofPlatform().daemon().start(task);
        task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
