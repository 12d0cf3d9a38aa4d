package io.larder.server.cli.demo;

import io.larder.server.cli.stage.Stage;
import io.larder.server.simulate.Site;
import java.io.PrintWriter;

/// The live view: one line a second.
final class Screen {
    private static final int HEADER_EVERY = 20;

    private final PrintWriter out;
    private final Site site;
    private final Stage stage;
    private long uploadsBefore;
    private long nanosBefore = System.nanoTime();
    private int lines;

    Screen(PrintWriter out, Site site, Stage stage) {
        this.out = out;
        this.site = site;
        this.stage = stage;
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
        long at = stage.atBox().applied();
        long taken = stage.atHeadquarters().taken(stage.atBox().box()).seq() - 1;
        out.printf(
                "%,9.0f %,12d %,10d %,9d %,9d %,12d  %s%n",
                perSecond,
                site.tally().rows(),
                at,
                taken,
                Math.max(0, at - taken),
                stage.atHeadquarters().records(),
                stage.line().isCut() ? "CUT" : "up");
        out.flush();
    }
}
