package io.larder.bench;

import io.larder.server.json.Json;
import io.larder.storage.LedgerReader;
import io.larder.storage.Position;
import io.larder.storage.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sqlite.SQLiteConfig;

/// Questions to a running box with a full ledger, each beside the bare statement on the same file.
final class Query {
    static final String TEXT =
            """
            The box runs on what Growth left and has nothing else to do. Pages are read as `export` reads them; commands are processes of their
            own, their start is in the time. Beside each stands the bare SQL statement on the same file, in a process that is warm, every column
            read and thrown away. More is slower where the unit is time, faster where it is rows/s.
            """;

    private static final String MAIN = "io.larder.server.cli.Main";
    private static final int PAGE_ROWS = 500;
    private static final int AGAIN = 5;

    private final Place place;
    private final Scale scale;
    private final Path data;
    private final List<List<String>> rows = new ArrayList<>();

    Query(Place place, Scale scale, Growth.Filled filled) {
        this.place = place;
        this.scale = scale;
        this.data = filled.box();
    }

    void write(Page page) throws Exception {
        Probe.Box box = place.probe(Place.launcherFlags()).start(Probe.Mode.DURABLE, data);
        try (Connection bare = ledger()) {
            pages(bare);
            export(bare);
            commands(bare);
            console();
        } finally {
            box.stop();
        }
        page.table(List.of("question", "box", "beside", "it", "box ÷ this"), rows);
    }

    private Connection ledger() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
    }

    /// A page at the beginning, in the middle, at the end.
    private void pages(Connection bare) throws Exception {
        long last = Store.look(data).lastSeq();
        try (LedgerReader reader = Store.lookAtLedger(data)) {
            for (int percent : List.of(0, 50, 99)) {
                Position from = new Position(Math.max(1, last * percent / 100), 0);
                double ours = seconds(AGAIN, () -> reader.page("purchase", from, last, PAGE_ROWS));
                double its =
                        seconds(
                                AGAIN,
                                () ->
                                        rows(
                                                bare,
                                                "SELECT * FROM record WHERE (seq, row) >= (%d, 0) ORDER BY seq, row"
                                                        .formatted(from.seq()),
                                                PAGE_ROWS));
                add(
                        "a page of %d purchases from %d %% on, ms".formatted(PAGE_ROWS, percent),
                        ours * 1000,
                        "bare `SELECT` of the same rows",
                        its * 1000);
            }
        }
    }

    private void export(Connection bare) throws Exception {
        long began = System.nanoTime();
        Process export = start("export", "--kind", "purchase", "--data", data.toString());
        try (BufferedReader lines = export.inputReader()) {
            long read = lines.lines().limit(scale.exported()).count();
            double ours = read * 1e9 / (System.nanoTime() - began);
            double its =
                    read
                            / seconds(
                                    1,
                                    () ->
                                            rows(
                                                    bare,
                                                    "SELECT * FROM record ORDER BY seq, row",
                                                    (int) read));
            add(
                    "`export`, the first %,d rows, with the start of the program, rows/s"
                            .formatted(read),
                    ours,
                    "bare `SELECT` of the same rows",
                    its);
        } finally {
            export.destroyForcibly().waitFor();
        }
    }

    private void commands(Connection bare) throws Exception {
        add(
                "`show records`: how many of each kind, s",
                seconds(1, () -> run("show", "records", "--data", data.toString())),
                "bare `SELECT kind, count(*)`",
                seconds(1, () -> rows(bare, "SELECT kind, count(*) FROM record GROUP BY kind", 1)));
        add(
                "`export` of a kind that has no rows, s",
                seconds(1, () -> run("export", "--kind", "photo", "--data", data.toString())),
                "bare `SELECT` of that kind",
                seconds(1, () -> rows(bare, "SELECT * FROM record WHERE kind = 'photo'", 1)));
    }

    /// What the console says of the whole box, which it has in memory.
    private void console() throws Exception {
        Map<String, Object> file = Json.read(Files.readString(data.resolve("console.json")));
        try (HttpClient client = HttpClient.newHttpClient()) {
            double status = seconds(AGAIN, () -> get(client, file, "/api/v1/status"));
            double live = seconds(AGAIN, () -> get(client, file, "/health/live"));
            add(
                    "console, `/api/v1/status`, ms",
                    status * 1000,
                    "console, `/health/live`, which asks nothing",
                    live * 1000);
        }
    }

    private static int get(HttpClient client, Map<String, Object> file, String path)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(file.get("url") + path))
                        .header("Authorization", "Bearer " + file.get("token"))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " got " + answer);
        }
        return answer.body().length();
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = place.java(Place.launcherFlags(), MAIN);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = place.java(Place.launcherFlags(), MAIN);
        command.addAll(List.of(arguments));
        return Shell.run(command);
    }

    /// Reads every column of the first `most` rows, and says how many there were.
    private static int rows(Connection connection, String sql, int most) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            int rows = 0;
            while (rows < most && result.next()) {
                for (int column = 1; column <= columns; column++) {
                    result.getObject(column);
                }
                rows++;
            }
            return rows;
        }
    }

    private void add(String question, double ours, String bare, double its) {
        rows.add(
                List.of(
                        question,
                        Page.number(ours),
                        bare,
                        Page.number(its),
                        Page.ratio(ours, its)));
    }

    /// The median of a few times.
    private static double seconds(int times, Callable<?> work) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            work.call();
            seconds.add((System.nanoTime() - began) / 1e9);
        }
        return Median.of(seconds);
    }
}
