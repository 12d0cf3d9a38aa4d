package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A control group as small as a small machine. Works with both kinds of control groups:
///
/// ```
/// one tree:        ROOT/NAME/{cpu.max, memory.max, io.max}
/// several trees:   ROOT/cpu/NAME/…, ROOT/memory/NAME/…; writes are limited for everybody, so that
///                  those of the file system's own journal count, too
/// ```
final class Limits implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;

    /// What is allowed: per cent of one core, bytes of memory, writes a second on `device`.
    record Size(int percent, long bytes, String device, int writes) {}

    /// A file of the kernel, what is written there, and what takes it back (nothing: goes with its
    /// group).
    record Knob(Path file, String value, String undo) {}

    /// What is to be done: groups to make and to join, and what to write then.
    record Plan(Set<Path> groups, List<Knob> knobs) {}

    private final Plan plan;
    private final Thread atExit = new Thread(this::letGo);

    private Limits(Plan plan) {
        this.plan = plan;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static Plan plan(Path root, String name, Size size) {
        int quota = PERIOD_MICROS / 100 * size.percent();
        Set<Path> groups = new LinkedHashSet<>();
        List<Knob> knobs = new ArrayList<>();
        if (Files.exists(root.resolve("cgroup.controllers"))) {
            Path group = root.resolve(name);
            groups.add(group);
            knobs.add(new Knob(root.resolve("cgroup.subtree_control"), "+cpu +memory +io", ""));
            knobs.add(new Knob(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS, ""));
            knobs.add(new Knob(group.resolve("memory.max"), Long.toString(size.bytes()), ""));
            knobs.add(
                    new Knob(
                            group.resolve("io.max"),
                            size.device() + " wiops=" + size.writes(),
                            ""));
        } else {
            Path cpu = root.resolve("cpu").resolve(name);
            Path memory = root.resolve("memory").resolve(name);
            groups.add(cpu);
            groups.add(memory);
            knobs.add(new Knob(cpu.resolve("cpu.cfs_period_us"), "" + PERIOD_MICROS, ""));
            knobs.add(new Knob(cpu.resolve("cpu.cfs_quota_us"), "" + quota, ""));
            knobs.add(new Knob(memory.resolve("memory.limit_in_bytes"), "" + size.bytes(), ""));
            knobs.add(
                    new Knob(
                            root.resolve("blkio").resolve("blkio.throttle.write_iops_device"),
                            size.device() + " " + size.writes(),
                            size.device() + " 0"));
        }
        return new Plan(groups, knobs);
    }

    /// Sets the limits. Throws `NotMeasured` when one of them cannot be had.
    static Limits set(Size size) throws IOException {
        Limits limits =
                new Limits(plan(ROOT, "larder-bench-" + ProcessHandle.current().pid(), size));
        try {
            for (Path group : limits.plan.groups()) {
                Files.createDirectory(group);
            }
            for (Knob knob : limits.plan.knobs()) {
                Files.writeString(knob.file(), knob.value());
            }
            return limits;
        } catch (IOException e) {
            limits.close();
            throw new NotMeasured("a limit cannot be set: " + e);
        }
    }

    /// The beginning of a command line whose program is to be under these limits.
    List<String> prefix() {
        StringBuilder script = new StringBuilder();
        for (Path group : plan.groups()) {
            script.append("echo $$ > ").append(group.resolve("cgroup.procs")).append(" && ");
        }
        return List.of("sh", "-c", script + "exec \"$@\"", "sh");
    }

    @Override
    public void close() throws IOException {
        letGo();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void letGo() {
        try {
            for (Knob knob : plan.knobs()) {
                if (!knob.undo().isEmpty() && Files.exists(knob.file())) {
                    Files.writeString(knob.file(), knob.undo());
                }
            }
            for (Path group : plan.groups()) {
                Files.deleteIfExists(group);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the limits are still there", e);
        }
    }
}
