package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/// What a store stands on beside its folder: where journal and cursors lie, who prepares segments
/// ahead of need (shut down with the store), and what names and epochs are drawn from. The ledger
/// is a file of the folder whatever the ground is: it can always be built again.
public record Ground(
        Disk journal, Disk cursors, ExecutorService background, RandomGenerator random) {}
