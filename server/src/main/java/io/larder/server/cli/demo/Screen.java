package io.larder.server.cli.demo;

import io.larder.server.simulate.Line;
import io.larder.server.simulate.Site;
import io.larder.storage.LedgerException;
import java.io.PrintWriter;

/// The live view: one line a second.
final class Screen {
    private static final int HEADER_EVERY = 20;

    private final PrintWriter out;
    private final Site site;
    private final Line line;
    private final Headcount box;
    private final Headcount headquarters;
    private long uploadsBefore;
    private long nanosBefore = System.nanoTime();
    private int lines;

    Screen(PrintWriter out, Site site, Line line, Headcount box, Headcount headquarters) {
        this.out = out;
        this.site = site;
        this.line = line;
        this.box = box;
        this.headquarters = headquarters;
    }

    void show() {
        if (lines++ % HEADER_EVERY == 0) {
            out.printf(
                    "%9s %12s %10s %9s %9s %12s  %s%n",
                    "uploads/s",
                    "acknowledged",
                    "journal at",
                    "hq is at",
                    "backlog",
                    "records@hq",
                    "line");
        }
        long uploads = site.tally().uploads();
        long now = System.nanoTime();
        double perSecond = (uploads - uploadsBefore) * 1e9 / Math.max(1, now - nanosBefore);
        uploadsBefore = uploads;
        nanosBefore = now;
        long at = box.applied();
        long taken = taken();
        out.printf(
                "%,9.0f %,12d %,10d %,9d %,9d %,12d  %s%n",
                perSecond,
                site.tally().rows(),
                at,
                taken,
                Math.max(0, at - taken),
                headquarters.records(),
                line.isCut() ? "CUT" : "up");
        out.flush();
    }

    private long taken() {
        return headquarters.taken(box.box()).seq() - 1;
    }

    /// Everything that the box has is at headquarters.
    boolean isDrained() {
        try {
            return taken() >= box.applied();
        } catch (LedgerException e) {
            return false;
        }
    }
}
