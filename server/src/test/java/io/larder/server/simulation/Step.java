package io.larder.server.simulation;

import java.util.EnumSet;
import java.util.Set;

/// What may happen next, and how often that is drawn.
enum Step {
    UPLOAD(36),
    RELAY(24),
    PROJECT(16),
    PROJECT_THERE(8),
    TERMINAL_STARTS(3),
    BOX_STARTS(3),
    HEADQUARTERS_STARTS(2),
    CUT(3),
    CUT_THERE(2),
    CUT_SOON(4),
    CUT_SOON_THERE(3),
    FAIL_SOON(4),
    FAIL_SOON_THERE(3),
    NO_ROOM(1),
    NO_ROOM_THERE(1),
    DISK_MENDED(2),
    LINE_DOWN(2),
    LINE_UP(2),
    CLOCK(1),
    CLOCK_THERE(1),
    SYNCHRONISED(6),
    SYNCHRONISED_THERE(2),
    CLOCK_WATCHED(6),
    ORDER(5),
    POLL(10),
    TIME(2),
    LEDGER_FLUSHED(3),
    LEDGER_FLUSHED_THERE(3),
    IMAGE(2),
    IMAGE_RESTORED(3),
    IMAGE_THERE(1),
    IMAGE_RESTORED_THERE(1);

    private static final Set<Step> DAILY = EnumSet.of(UPLOAD, RELAY, PROJECT, PROJECT_THERE);

    final int weight;

    Step(int weight) {
        this.weight = weight;
    }

    /// No run is without it.
    boolean isDaily() {
        return DAILY.contains(this);
    }
}
