package io.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A backlog to each kind of upstream, each with the program that measures it, in a process of its
/// own.
final class Drain {
    static final String TEXT =
            """
            A whole relay empties a full box into a real end of each kind over loopback, then something bare does the same work with everything
            ready in memory, in turn. The ends: a second box, a Kafka broker, mosquitto, a server that answers `OK` to everything. The row is
            the round in the middle by its ratio. `./larder bench relay-drain` and its sisters do the same with more to choose.
            """;

    private interface Needs {
        void check() throws NotMeasured;
    }

    private record Kind(String name, Class<?> program, Needs needs, List<String> arguments) {}

    private final Place place;
    private final List<Kind> kinds;

    Drain(Place place, Scale scale) {
        String rounds = "" + scale.rounds();
        Scale.Drains drains = scale.drains();
        this.place = place;
        this.kinds =
                List.of(
                        new Kind(
                                "headquarters",
                                RelayDrain.class,
                                () -> {},
                                List.of("" + drains.relay(), rounds)),
                        new Kind(
                                "Kafka",
                                KafkaDrain.class,
                                KafkaBroker::check,
                                List.of("" + drains.kafka(), rounds)),
                        new Kind(
                                "MQTT",
                                MqttDrain.class,
                                MqttDrain::check,
                                List.of("" + drains.mqtt(), rounds)),
                        new Kind(
                                "PUSH",
                                PushDrain.class,
                                () -> {},
                                List.of("" + drains.push(), "16", rounds)));
    }

    void write(Page page) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (Kind kind : kinds) {
            System.out.println("drain: " + kind.name());
            try {
                kind.needs().check();
                run(kind).forEach(middle -> rows.add(row(kind, middle)));
            } catch (NotMeasured e) {
                rows.add(List.of(kind.name(), e.words(), "", "", ""));
            }
        }
        page.table(List.of("upstream", "relay", "beside", "it", "relay ÷ this"), rows);
    }

    private static List<String> row(Kind kind, Rounds.Middle middle) {
        return List.of(
                kind.name(),
                Page.number(middle.relay()) + " " + middle.unit() + "/s",
                middle.bare(),
                Page.number(middle.bareRate()),
                Page.ratio(middle.relay(), middle.bareRate()));
    }

    private List<Rounds.Middle> run(Kind kind) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(place.dir(), "drain-");
        List<String> flags = new ArrayList<>(Place.launcherFlags());
        flags.add("-Djava.io.tmpdir=" + folder);
        List<String> command = place.java(flags, kind.program().getName());
        command.addAll(kind.arguments());
        try {
            return Shell.run(command)
                    .lines()
                    .map(Rounds.Middle::read)
                    .flatMap(Optional::stream)
                    .toList();
        } finally {
            Folders.remove(folder);
        }
    }
}
