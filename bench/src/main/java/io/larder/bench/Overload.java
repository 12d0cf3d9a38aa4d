package io.larder.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Too much of everything against a box as it ships, in its own process. For each situation the
/// same bystanders are watched without it and with it, right after one another, so that the ratio
/// does not depend on the machine; all share its cores with the box.
final class Overload {
    /// After each situation, until those who were told to come later have come.
    private static final Duration AFTERWARDS = Duration.ofSeconds(6);

    private final Options options;
    private final Probe probe;
    private final Report report;

    Overload(Options options, Probe probe, Report report) {
        this.options = options;
        this.probe = probe;
        this.report = report;
    }

    /// True when every row that was answered `OK` is in the ledger once and at headquarters once.
    boolean run() throws IOException, InterruptedException {
        try (Probe.Site site = probe.startSite()) {
            Load load = new Load(site);
            load.introduce(Attacks.TERMINALS);
            Acknowledged acknowledged = load.acknowledged();
            try (Bystanders bystanders =
                    new Bystanders(site.port(), Attacks.BYSTANDERS, acknowledged)) {
                Thread.sleep(options.warmUp());
                for (var each : situations(new Attacks(site.port(), acknowledged)).entrySet()) {
                    report.line(each.getKey());
                    situation(site, bystanders, each.getValue());
                }
            }
            return proven(site, acknowledged);
        }
    }

    private Map<String, Attacks.Attack> situations(Attacks attacks) {
        int connections = options.connections().getFirst();
        Map<String, Attacks.Attack> situations = new LinkedHashMap<>();
        situations.put("500 terminals come back at once", attacks::reconnecting);
        situations.put("one terminal sends without end", attacks::endless);
        situations.put("slow senders", attacks::slow);
        situations.put("bodies at and over the limits", attacks::large);
        situations.put(
                "%,d connections".formatted(connections),
                (toll, deadline) -> attacks.crowd(connections, toll, deadline));
        return situations;
    }

    private void situation(Probe.Site site, Bystanders bystanders, Attacks.Attack attack)
            throws IOException, InterruptedException {
        Bystanders.Phase calm = new Bystanders.Phase();
        bystanders.begin(calm);
        Thread.sleep(options.time());
        Bystanders.Phase busy = new Bystanders.Phase();
        bystanders.begin(busy);
        Toll toll = new Toll();
        try (Vitals vitals = Vitals.of(site)) {
            String said = attack.run(toll, System.nanoTime() + options.time().toNanos());
            report.line("  offered     " + toll + "; " + said);
            report.line("  box         " + vitals.report());
        }
        bystanders.begin(new Bystanders.Phase());
        Thread.sleep(AFTERWARDS);
        report.line("  bystanders  " + busy.beside(calm));
        report.line("              " + busy.toll());
    }

    private boolean proven(Probe.Site site, Acknowledged acknowledged)
            throws IOException, InterruptedException {
        Acknowledged.Check here = acknowledged.prove(site::exported);
        report.line("ledger        " + here);
        Acknowledged.Check there = acknowledged.prove(site::atHeadquarters);
        report.line("headquarters  " + there);
        return here.isKept() && there.isKept();
    }
}
