package io.larder.server.simulate.meeting;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.json.Json;
import io.larder.server.protocol.meeting.Values;
import io.larder.server.record.Bytes;
import io.larder.server.simulate.Obligations;
import io.larder.server.simulate.clock.Imprints;
import io.larder.server.simulate.meeting.ScriptedHall.Message;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Simulated meeting terminals against a door that does as it is told.
@Timeout(120)
class MeetingSiteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aTerminalRegistersOnceAndLogsInDirectlyWhenItComesBack() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().dropping("dev.data.upload.verifyLog", 1)) {
            work(hall, plan -> plan.withRecords(1).withPhotos(0, 2_000));

            assertThat(hall.messages(it -> !it.matches("dev\\.(data|file|heartbeat).*")))
                    .extracting(Message::funcId)
                    .containsExactly(
                            "dev.register",
                            "dev.accredit",
                            "dev.login",
                            "dev.report",
                            "dev.login",
                            "dev.report");
            assertThat(hall.messages("dev.register"::equals).getFirst().params())
                    .containsEntry(
                            "devKey",
                            "7f666475e1cea7d10964055343367701c2fb3a96f82e8b0adc25147992c8bb65")
                    .containsEntry("devType", "meet")
                    .containsEntry("protType", "best-w");
            assertThat(hall.messages("dev.login"::equals).getLast().params())
                    .containsEntry("authCode", "a1")
                    .containsEntry("secret", "s1");
        }
    }

    @Test
    void aTerminalWhoseSecretIsRefusedRegistersAnew() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().refusing("dev.login", 1)) {
            work(hall, plan -> plan.withRecords(1).withPhotos(0, 2_000));

            assertThat(hall.messages("dev.register"::equals)).hasSize(2);
        }
    }

    @Test
    void aRecordIsSaidWithTheSameWordsUntilItIsTakenAndOwedOnlyThen() throws Exception {
        try (ScriptedHall hall =
                        new ScriptedHall()
                                .refusing("dev.data.upload.verifyLog", 2)
                                .dropping("dev.data.upload.userPhoto", 1);
                Obligations obligations = Obligations.inMemory()) {
            MeetingTally tally =
                    work(hall, obligations, plan -> plan.withRecords(1).withPhotos(0, 2_000));

            List<Message> said = hall.messages("dev.data.upload.verifyLog"::equals);
            assertThat(said).hasSize(3).extracting(Message::text).containsOnly(said.get(0).text());
            assertThat(obligations.verify(List.of("CMTG202600001/VERIFYLOG/1")).lost())
                    .isEqualTo(obligations.acknowledgedCount() - 1)
                    .isEqualTo(12);
            assertThat(tally.refused()).isEqualTo(2);
        }
    }

    @Test
    void aLargePhotoGoesInPackagesAndGoesOnAfterACutWhereItWas() throws Exception {
        try (ScriptedHall hall = new ScriptedHall();
                Obligations obligations = Obligations.inMemory()) {
            hall.dropping("dev.file.upload.package", 1);
            MeetingTally tally =
                    work(hall, obligations, plan -> plan.withRecords(4).withPhotos(1, 400_000));

            assertThat(tally.resumed()).isEqualTo(1);
            assertThat(tally.files()).isPositive();
            assertThat(obligations.verify(photos(hall)).phantoms()).isZero();
            assertThat(obligations.verify(photos(hall)).present()).isEqualTo(tally.photos());
        }
    }

    @Test
    void aFileThatTheBoxDoesNotKnowAnyMoreBeginsAnew() throws Exception {
        try (ScriptedHall hall = new ScriptedHall().refusing("dev.file.upload.end", 1);
                Obligations obligations = Obligations.inMemory()) {
            MeetingTally tally =
                    work(hall, obligations, plan -> plan.withRecords(4).withPhotos(1, 400_000));

            assertThat(obligations.verify(photos(hall)).present()).isEqualTo(tally.photos());
            assertThat(hall.messages("dev.file.upload.start"::equals))
                    .hasSize((int) tally.files() + 1);
        }
    }

    @Test
    void terminalsOfAllMannersGetEverythingThroughMisfortune() throws Exception {
        Misfortune misfortune = new Misfortune(0.03, 0.03, 0, 0.1, 0.2);
        try (ScriptedHall hall = new ScriptedHall();
                Obligations obligations = Obligations.inMemory()) {
            MeetingTally tally =
                    work(
                            hall,
                            obligations,
                            plan ->
                                    new MeetingPlan(
                                            plan.box(),
                                            12,
                                            120,
                                            Duration.ZERO,
                                            0,
                                            0.5,
                                            100_000,
                                            misfortune,
                                            plan.provision(),
                                            7,
                                            plan.clock()));

            assertThat(obligations.unansweredCount()).isZero();
            assertThat(obligations.verify(visits(hall)).phantoms()).isZero();
            assertThat(visits(hall)).hasSize(120);
            assertThat(tally.cuts()).isPositive();
            assertThat(hall.messages()).anyMatch(it -> it.opcode() == 2 && it.frames() > 1);
        }
    }

    @Test
    void aCommandIsCarriedOutAgainWhenItsReplyWasLost() throws Exception {
        try (ScriptedHall hall =
                new ScriptedHall()
                        .commanding(
                                "{\"funcId\":\"cmd.data.clear.user\",\"mid\":\"1\",\"payload\":{\"params\":{\"cmdId\":\"1\"}}}")) {
            MeetingTally tally =
                    work(
                            hall,
                            plan ->
                                    plan.withRecords(1)
                                            .withMisfortune(new Misfortune(0, 0, 0.7, 0, 0)));

            assertThat(tally.commands())
                    .isEqualTo(hall.messages("dev.cmd.response"::equals).size() + tally.cuts());
            assertThat(hall.messages("dev.cmd.response"::equals)).isNotEmpty();
        }
    }

    @Test
    void nothingIsBornFromWrongNumbers() {
        assertThatThrownBy(() -> new Misfortune(1, 0, 0, 0, 0))
                .hasMessage("cuts: expected 0 to below 1, found 1.0");
        MeetingPlan plan = MeetingPlan.of(URI.create("ws://h/best"), 1, 1);
        assertThatThrownBy(() -> plan.withPhotos(0.5, 10))
                .hasMessage("largest photo: expected 1000 to 4194304 bytes, found 10");
        assertThatThrownBy(() -> plan.withRate(-1))
                .hasMessage("expected nothing negative, found rate -1.0, records 0, duration PT0S");
    }

    private static MeetingTally work(ScriptedHall hall, UnaryOperator<MeetingPlan> plan)
            throws Exception {
        try (Obligations obligations = Obligations.inMemory()) {
            return work(hall, obligations, plan);
        }
    }

    private static MeetingTally work(
            ScriptedHall hall, Obligations obligations, UnaryOperator<MeetingPlan> plan)
            throws Exception {
        MeetingPlan one = plan.apply(MeetingPlan.of(hall.address(), 1, 3));
        try (MeetingSite site = MeetingSite.start(one, obligations)) {
            assertThat(site.await(PATIENCE)).as("%s", site.tally()).isTrue();
            assertThat(site.findings().examples()).isEmpty();
            return site.tally();
        }
    }

    /// Records as the door got them, each once.
    private static Set<String> visits(ScriptedHall hall) {
        Set<String> ids = new HashSet<>();
        for (Message message : hall.messages("dev.data.upload.verifyLog"::equals)) {
            for (Object row : Values.list(message.params(), "verifyLog", "verifyLogs")) {
                String logId = Values.text(Values.asObject(row), "logId");
                ids.add(message.sender() + "/VERIFYLOG/" + logId);
            }
        }
        return ids;
    }

    /// Photos as the door got them, put together from their packages.
    private static List<String> photos(ScriptedHall hall) {
        Map<String, ByteArrayOutputStream> files = new HashMap<>();
        Set<String> mids = new HashSet<>();
        List<String> ids = new ArrayList<>();
        for (Message message : hall.messages()) {
            if (!mids.add(Values.text(Json.read(message.text()), "mid"))) {
                continue;
            }
            Map<String, Object> params = message.params();
            String fileId = Values.text(params, "fileId");
            switch (message.funcId()) {
                case "dev.file.upload.start" -> files.put(fileId, new ByteArrayOutputStream());
                case "dev.file.upload.package" -> {
                    ByteArrayOutputStream file = requireNonNull(files.get(fileId));
                    assertThat(Values.text(params, "offset")).isEqualTo("" + file.size());
                    file.writeBytes(Base64.getDecoder().decode(Values.text(params, "content")));
                }
                case "dev.data.upload.userPhoto" ->
                        photo("USERPIC", "pin", element(params, "userPhotos"), files, ids);
                case "dev.data.upload.bioPhoto" ->
                        photo("BIOPHOTO", "pin", element(params, "bioPhotos"), files, ids);
                case "dev.data.upload.verifyPhoto" ->
                        photo("VERIFYPHOTO", "logId", element(params, "verifyPhotos"), files, ids);
                default -> {}
            }
        }
        return ids;
    }

    private static Map<String, Object> element(Map<String, Object> params, String array) {
        return Values.asObject(Values.list(params, array).getFirst());
    }

    private static void photo(
            String table,
            String key,
            Map<String, Object> photo,
            Map<String, ByteArrayOutputStream> files,
            List<String> ids) {
        String fileId = Values.text(photo, "contentFileId", "contentFileDialog");
        byte[] content =
                fileId.isEmpty()
                        ? Base64.getDecoder().decode(Values.text(photo, "content"))
                        : requireNonNull(files.get(fileId)).toByteArray();
        ids.add(
                Ids.photo(
                        "CMTG202600001",
                        table,
                        Values.text(photo, key),
                        Imprints.digest("SHA-256", Bytes.wrap(content))));
    }
}
