package io.larder.server.simulate.meeting;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Live counters of meeting terminals; safe to read while they work.
public final class MeetingTally {
    final AtomicInteger online = new AtomicInteger();
    final LongAdder firstLogIns = new LongAdder();
    final LongAdder laterLogIns = new LongAdder();
    final LongAdder messages = new LongAdder();
    final LongAdder records = new LongAdder();
    final LongAdder photos = new LongAdder();
    final LongAdder people = new LongAdder();
    final LongAdder files = new LongAdder();
    final LongAdder packages = new LongAdder();
    final LongAdder resumed = new LongAdder();
    final LongAdder begunAnew = new LongAdder();
    final LongAdder cuts = new LongAdder();
    final LongAdder broken = new LongAdder();
    final LongAdder resends = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder heartbeats = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder commandsRefused = new LongAdder();
    final LongAdder lostReplies = new LongAdder();
    final LongAdder pings = new LongAdder();
    final LongAdder pongs = new LongAdder();
    final LongAdder unfinished = new LongAdder();

    MeetingTally() {}

    /// Terminals that are connected and logged in now.
    public int online() {
        return online.get();
    }

    /// Log-ins from the beginning, with registration.
    public long firstLogIns() {
        return firstLogIns.sum();
    }

    /// Log-ins with what the box gave before.
    public long laterLogIns() {
        return laterLogIns.sum();
    }

    /// Records of people who passed that the box said 00000000 to.
    public long records() {
        return records.sum();
    }

    /// Photos that it said 00000000 to.
    public long photos() {
        return photos.sum();
    }

    /// Photos that went as a file, in packages.
    public long files() {
        return files.sum();
    }

    /// Files that went on after a cut where they were.
    public long resumed() {
        return resumed.sum();
    }

    /// Connections that terminals broke.
    public long cuts() {
        return cuts.sum();
    }

    /// Connections that ended otherwise, or did not come about.
    public long broken() {
        return broken.sum();
    }

    /// Messages that the box said something else to than 00000000.
    public long refused() {
        return refused.sum();
    }

    /// Commands carried out or refused.
    public long commands() {
        return commands.sum();
    }

    /// Commands refused.
    public long commandsRefused() {
        return commandsRefused.sum();
    }

    /// Terminals that were switched off with something still to say.
    public long unfinished() {
        return unfinished.sum();
    }

    /// One line for people.
    @Override
    public String toString() {
        return "%d log-ins, %d of them direct; %d messages, %d records, %d photos, %d people and cards acknowledged; %d files in %d packages, %d resumed, %d begun anew; %d cuts, %d connections lost, %d refused, %d resends; %d heartbeats, %d commands, %d of them refused, %d replies lost; %d of %d pings answered"
                .formatted(
                        firstLogIns() + laterLogIns(),
                        laterLogIns(),
                        messages.sum(),
                        records(),
                        photos(),
                        people.sum(),
                        files(),
                        packages.sum(),
                        resumed(),
                        begunAnew.sum(),
                        cuts(),
                        broken(),
                        refused(),
                        resends.sum(),
                        heartbeats.sum(),
                        commands(),
                        commandsRefused(),
                        lostReplies.sum(),
                        pongs.sum(),
                        pings.sum());
    }
}
