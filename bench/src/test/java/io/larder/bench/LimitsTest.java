package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.bench.Limits.Knob;
import io.larder.bench.Limits.Plan;
import io.larder.bench.Limits.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {
    private static final Size SIZE = new Size(25, 256, "7:3", 100);

    @TempDir Path root;

    @Test
    void withOneTreeAllLimitsAreOfOneGroup() throws IOException {
        Files.createFile(root.resolve("cgroup.controllers"));
        Path group = root.resolve("small");

        assertThat(Limits.plan(root, "small", SIZE))
                .isEqualTo(
                        new Plan(
                                Set.of(group),
                                List.of(
                                        new Knob(
                                                root.resolve("cgroup.subtree_control"),
                                                "+cpu +memory +io",
                                                ""),
                                        new Knob(group.resolve("cpu.max"), "25000 100000", ""),
                                        new Knob(group.resolve("memory.max"), "256", ""),
                                        new Knob(group.resolve("io.max"), "7:3 wiops=100", ""))));
    }

    @Test
    void withSeveralTreesTheDiskIsLimitedForEverybodyAndAsItWasAfterwards() {
        Path cpu = root.resolve("cpu/small");
        Path memory = root.resolve("memory/small");

        assertThat(Limits.plan(root, "small", SIZE))
                .isEqualTo(
                        new Plan(
                                Set.of(cpu, memory),
                                List.of(
                                        new Knob(cpu.resolve("cpu.cfs_period_us"), "100000", ""),
                                        new Knob(cpu.resolve("cpu.cfs_quota_us"), "25000", ""),
                                        new Knob(
                                                memory.resolve("memory.limit_in_bytes"), "256", ""),
                                        new Knob(
                                                root.resolve(
                                                        "blkio/blkio.throttle.write_iops_device"),
                                                "7:3 100",
                                                "7:3 0"))));
    }
}
