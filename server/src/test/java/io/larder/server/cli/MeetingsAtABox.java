package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Json;
import io.larder.server.projector.Introduction;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.record.Upload;
import io.larder.server.site.ItemKind;
import io.larder.server.site.SiteCsv;
import io.larder.server.site.Stated;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A box with a meeting terminal in the blue room and another one in the red. What they say is in
/// the journal as the door puts it there.
abstract class MeetingsAtABox {
    static final String BLUE = "MEET00000001";
    static final String RED = "MEET00000002";
    static final String ALL =
            "cmd.data.update.user,cmd.data.update.meeting,cmd.data.update.meetingMember,"
                    + "cmd.data.update.multiCard,cmd.data.update.bioPhoto,cmd.data.delete.user,"
                    + "cmd.data.delete.meeting,cmd.data.delete.meetingMember,"
                    + "cmd.data.delete.multiCard,cmd.data.delete.bioPhoto,cmd.option.set";

    @TempDir Path data;
    AssembledBox box;

    @BeforeEach
    void open() {
        box =
                AssembledBox.in(data)
                        .segments(64)
                        .setting("site.sharing=meeting,attendance")
                        .setting("terminal.url=http://box:8088")
                        .open();
        admit(BLUE, ALL);
        admit(RED, ALL);
        state("room", "code,name,capacity,terminals\n101,Blue,12," + BLUE + "\n");
        state("room", "code,name,capacity,terminals\n102,Red,8," + RED + "\n");
    }

    @AfterEach
    void close() {
        box.close();
    }

    void admit(String serial, String functions) {
        Map<String, String> facts =
                Map.of(
                        "family", "meeting",
                        "info.funcids", functions,
                        "info.multibiodatasupport", "0:1:0:0:0:0:0:0:0:1",
                        "info.multibiophotosupport", "0:0:0:0:0:0:0:0:0:1",
                        "info.multibiover", "0:10.0:0:0:0:0:0:0:0:58.12");
        append(EntryKind.ADMISSION, serial, Introduction.write(facts));
    }

    private void append(EntryKind kind, String serial, byte[] payload) {
        Draft draft = new Draft(kind, serial, payload, false, box.clock.stamp());
        assertThat(box.store.journal().append(draft)).isInstanceOf(Receipt.class);
        box.ask(_ -> true);
    }

    /// A file of comma-separated values.
    void state(String kind, String csv) {
        state(kind, csv, false);
    }

    /// The same; what it does not name is there no more.
    void state(String kind, String csv, boolean whole) {
        Optional<ItemKind> of = ItemKind.of(kind);
        SiteCsv.Import read = SiteCsv.read(Bytes.utf8(csv), of);
        assertThat(read).isInstanceOf(SiteCsv.Import.Read.class);
        assertThat(
                        box.site.state(
                                ((SiteCsv.Import.Read) read).statements(),
                                "test",
                                whole ? Set.of(of.orElseThrow()) : Set.of()))
                .isInstanceOf(Stated.Mine.class);
        box.ask(_ -> true);
    }

    /// What a terminal uploads under a function: the elements of its array.
    void uploads(String serial, String what, String array, String... elements) {
        says(
                serial,
                "dev.data.upload." + what,
                "{\"" + array + "\":[" + String.join(",", elements) + "]}");
    }

    void says(String serial, String function, String params) {
        String text =
                "{\"funcId\":\""
                        + function
                        + "\",\"mid\":\"m\",\"payload\":{\"params\":"
                        + params
                        + "}}";
        Upload upload = new Upload("BEST", function, "10.0.0.9", Bytes.utf8(text));
        append(EntryKind.UPLOAD, serial, upload.write());
    }

    /// What a terminal is told until nothing more comes, each answered with success: function and
    /// parameters without numbers.
    List<Map<String, Object>> told(String serial) {
        List<Map<String, Object>> told = new ArrayList<>();
        List<Map<String, Object>> some = given(serial);
        while (!some.isEmpty()) {
            for (Map<String, Object> each : some) {
                told.add(withoutNumbers(each));
                done(serial, each);
            }
            some = given(serial);
        }
        return told;
    }

    /// What a terminal is told now.
    List<Map<String, Object>> given(String serial) {
        box.provisioning.round();
        box.ask(_ -> true);
        return box.commands.handOver(box.terminals.find(new Serial(serial)).orElseThrow()).stream()
                .map(line -> Json.read(line.text(StandardCharsets.UTF_8)))
                .toList();
    }

    void done(String serial, Map<String, Object> command) {
        String text =
                "{\"funcId\":\"dev.cmd.response\",\"mid\":\"%1$s\",\"code\":\"00000000\",\"message\":\"success\",\"payload\":{\"params\":{\"cmdId\":\"%1$s\"}}}"
                        .formatted(command.get("mid"));
        append(
                EntryKind.UPLOAD,
                serial,
                new Upload("BEST", "dev.cmd.response", "10.0.0.9", Bytes.utf8(text)).write());
    }

    static Map<String, Object> withoutNumbers(Map<String, Object> command) {
        Map<String, Object> params = new TreeMap<>();
        if (command.get("payload") instanceof Map<?, ?> payload
                && payload.get("params") instanceof Map<?, ?> said) {
            said.forEach((name, value) -> params.put(String.valueOf(name), value));
        }
        params.remove("cmdId");
        return order(String.valueOf(command.get("funcId")), params);
    }

    static Map<String, Object> order(String function, Map<String, ?> params) {
        return Map.of(function, Map.copyOf(params));
    }

    static Map<String, Object> order(String function, String params) {
        return order(function, Json.read(params));
    }
}
