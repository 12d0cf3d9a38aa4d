package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.crypto.TerminalDigest;
import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.MediaType;
import io.larder.server.record.Serial;
import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.terminal.Facts;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What meeting terminals are told of the site's data, and what the site learns of them.
class MeetingSiteTest extends MeetingsAtABox {
    private static final String MEETING =
            """
            id,name,room,start,end,signInUntil,signOutFrom,signOutUntil,applicant
            m1,Weekly,101,2026-03-02T10:00,2026-03-02T11:00,2026-03-02T10:10,2026-03-02T10:50,2026-03-02T11:30,Lin
            """;
    private static final Bytes JPEG =
            Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3});
    private static final String ANN =
            "{\"pin\":\"7\",\"firstName\":\"Ann\",\"lastName\":\"Lin\",\"funSwitch\":\"0\",\"disable\":\"0\"}";
    private static final Map<String, Object> BLUE_ROOM =
            order(
                    "cmd.option.set",
                    "{\"option\":{\"meetRoomName\":\"Blue\",\"meetRoomCapacity\":\"12\"}}");

    @Test
    @Conforms({"BEST-075", "BEST-076", "BEST-077", "BEST-078"})
    void aTerminalIsToldItsRoomItsMeetingsAndWhoComesToThem() {
        state("meeting", MEETING);
        state("person", "pin,name,card,roles\n7,Ann Lin,100,nowhere\n8,Bo,,nowhere\n");
        state("member", "meeting,pin\nm1,7\n");

        assertThat(told(BLUE))
                .containsExactly(
                        order(
                                "cmd.data.update.user",
                                "{\"users\":[{\"pin\":\"7\",\"role\":\"0\",\"firstName\":\"Ann\",\"lastName\":\"Lin\",\"funSwitch\":\"0\",\"disable\":\"0\"}]}"),
                        BLUE_ROOM,
                        order(
                                "cmd.data.update.meeting",
                                "{\"meeting\":[{\"name\":\"Weekly\",\"id\":\"m1\",\"startTime\":\"2026-03-02T10:00:00+08:00\",\"endTime\":\"2026-03-02T11:00:00+08:00\",\"lastSignInTime\":\"2026-03-02T10:10:00+08:00\",\"earSignOutTime\":\"2026-03-02T10:50:00+08:00\",\"lastSignOutTime\":\"2026-03-02T11:30:00+08:00\",\"applicant\":\"Lin\"}]}"),
                        order(
                                "cmd.data.update.multiCard",
                                "{\"multiCards\":[{\"pin\":\"7\",\"card\":\"100\",\"type\":\"0\",\"lossFlag\":\"0\"}]}"),
                        order(
                                "cmd.data.update.meetingMember",
                                "{\"members\":[{\"meetingId\":\"m1\",\"pins\":[\"7\"]}]}"));
        assertThat(told(RED)).hasSize(1);
        assertThat(told(BLUE)).isEmpty();
    }

    @Test
    @Conforms({"BEST-080", "BEST-082"})
    void whatIsThereNoMoreIsForgottenAndWhatIsLongOverToo() {
        state("meeting", MEETING);
        state("person", "pin,name,roles\n7,Ann,meeting\n8,Bo,meeting\n");
        state("member", "meeting,pin\nm1,7\nm1,8\n");
        told(BLUE);

        state("member", "meeting,pin\nm1,7\n", true);
        assertThat(told(BLUE))
                .containsExactly(
                        order(
                                "cmd.data.delete.meetingMember",
                                "{\"meetingId\":\"m1\",\"pins\":[\"8\"]}"));
        state("person", "pin,name,roles\n7,Ann,meeting\n", true);
        assertThat(told(BLUE)).containsExactly(order("cmd.data.delete.user", "{\"pins\":[\"8\"]}"));
        box.now.updateAndGet(now -> now.plus(Duration.ofDays(20)));
        assertThat(told(BLUE))
                .containsExactly(order("cmd.data.delete.meeting", "{\"meetings\":[\"m1\"]}"));
        assertThat(told(BLUE)).isEmpty();
    }

    @Test
    void aTerminalThatMovesToAnotherRoomHasTheMeetingsOfThatOne() {
        state("meeting", MEETING);
        assertThat(told(BLUE)).hasSize(2);
        assertThat(told(RED)).hasSize(1);

        state("room", "code,terminals\n101," + RED + "\n102," + BLUE + "\n");

        assertThat(told(BLUE))
                .containsExactly(
                        order(
                                "cmd.option.set",
                                "{\"option\":{\"meetRoomName\":\"Red\",\"meetRoomCapacity\":\"8\"}}"),
                        order("cmd.data.delete.meeting", "{\"meetings\":[\"m1\"]}"));
        assertThat(told(RED)).hasSize(2);
    }

    @Test
    void aTerminalIsToldNothingThatItDidNotListAndNothingBeforeItReports() {
        String third = "MEET00000003";
        admit(third, "cmd.data.update.user,cmd.data.delete.user");
        state("meeting", "id,name,start,end\nm2,Open,2026-03-02T10:00,2026-03-02T11:00\n");
        state("person", "pin,name,card\n7,Ann,100\n");

        assertThat(told(third).stream().map(each -> each.keySet().iterator().next()))
                .containsExactly("cmd.data.update.user");
    }

    @Test
    void aPasswordIsToldAsADigestWithASaltOfItsOwn() {
        state("person", "pin,name,password\n7,Ann,123456\n");

        Map<?, ?> user = element(told(BLUE).getFirst(), "cmd.data.update.user", "users");
        String salt = String.valueOf(user.get("passwordSalt"));
        assertThat(user.get("password"))
                .isEqualTo(TerminalDigest.ofPassword("123456", salt).orElseThrow());
        assertThat(told(BLUE)).isEmpty();
    }

    private static Map<?, ?> element(Map<String, Object> order, String function, String array) {
        if (order.get(function) instanceof Map<?, ?> params
                && params.get(array) instanceof List<?> list
                && list.getFirst() instanceof Map<?, ?> element) {
            return element;
        }
        throw new AssertionError(order + " is no " + function);
    }

    @Test
    void whoIsEnrolledAtOneTerminalIsKnownAtTheOthers() {
        uploads(
                RED,
                "user",
                "users",
                ANN.replace(
                        "\"funSwitch\"",
                        "\"password\":\"%s\",\"passwordSalt\":\"%s\",\"bioDatas\":[{\"type\":\"9\",\"majorVer\":\"58\",\"minorVer\":\"12\",\"fmt\":\"0\",\"tmp\":\"AAECAwQ=\"}],\"funSwitch\""
                                .formatted("a".repeat(64), "b".repeat(32))));
        uploads(RED, "multiCard", "multiCards", "{\"pin\":\"7\",\"card\":\"100\"}");

        Optional<Item> ann =
                box.ask(ledger -> ledger.site().item(ItemKind.PERSON.word(), "7").map(Items::read));
        assertThat(ann.flatMap(item -> item.field("name"))).contains("Ann Lin");
        assertThat(ann.flatMap(item -> item.field("card"))).contains("100");
        assertThat(ann.filter(Item::hasAnyPassword)).isEmpty();
        assertThat(told(BLUE).stream().map(each -> each.keySet().iterator().next()))
                .containsExactly(
                        "cmd.data.update.user",
                        "cmd.option.set",
                        "cmd.data.update.user",
                        "cmd.data.update.multiCard");
        box.get("/iclock/cdata?SN=5158181900001&options=all&pushver=2.2.14&language=69");
        box.ask(_ -> true);
        box.provisioning.round();
        box.ask(_ -> true);
        assertThat(box.get("/iclock/getrequest?SN=5158181900001"))
                .contains("DATA UPDATE USERINFO PIN=7\tName=Ann Lin")
                .contains("Card=[6400000000]");
    }

    @Test
    void aLostCardIsTakenAwayAndAnotherOneIsNot() {
        uploads(RED, "user", "users", ANN);
        uploads(RED, "multiCard", "multiCards", "{\"pin\":\"7\",\"card\":\"100\"}");
        told(BLUE);
        uploads(
                RED,
                "multiCard",
                "multiCards",
                "{\"pin\":\"7\",\"card\":\"99\",\"lossFlag\":\"1\"}");
        assertThat(told(BLUE)).isEmpty();

        uploads(
                RED,
                "multiCard",
                "multiCards",
                "{\"pin\":\"7\",\"card\":\"100\",\"lossFlag\":\"1\"}");
        assertThat(told(BLUE)).contains(order("cmd.data.delete.multiCard", "{\"pins\":[\"7\"]}"));
    }

    @Test
    void aCardThatIsNoNumberStaysAtItsTerminalAndHarmsNobody() {
        uploads(RED, "user", "users", ANN);
        uploads(RED, "multiCard", "multiCards", "{\"pin\":\"7\",\"card\":\"CC11000001xxx\"}");

        assertThat(told(BLUE).stream().map(each -> each.keySet().iterator().next()))
                .containsExactly("cmd.data.update.user", "cmd.option.set");
        assertThat(box.terminals.find(new Serial(RED)).orElseThrow().facts().get(Facts.NOTICE))
                .isEqualTo("card CC11000001xxx of person 7 is no number: it is not passed on");
    }

    @Test
    @Conforms("BEST-079")
    void aPictureIsFetchedFromTheBoxWhileItIsOrdered() throws IOException {
        uploads(RED, "user", "users", ANN);
        uploads(
                RED,
                "bioPhoto",
                "bioPhotos",
                "{\"pin\":\"7\",\"type\":\"9\",\"content\":\"%s\"}"
                        .formatted(Base64.getEncoder().encodeToString(JPEG.toArray())));

        List<Map<String, Object>> given = given(BLUE);
        while (given.stream().noneMatch(MeetingSiteTest::isPhoto)) {
            given.forEach(each -> done(BLUE, each));
            given = given(BLUE);
        }
        Map<String, Object> order =
                given.stream().filter(MeetingSiteTest::isPhoto).findFirst().get();
        Map<?, ?> photo = element(withoutNumbers(order), "cmd.data.update.bioPhoto", "bioPhotos");
        String url = String.valueOf(photo.get("url"));
        assertThat(photo.get("pin") + " " + photo.get("type")).isEqualTo("7 9");
        assertThat(url)
                .matches("http://box:8088/iclock/file/picture/[0-9a-f]{32}/[0-9a-f]{64}\\.jpg");
        String path = url.substring("http://box:8088".length());
        assertThat(fetched(path)).isInstanceOf(Answer.File.class);
        Answer.File file = (Answer.File) fetched(path);
        assertThat(file.content().type()).isEqualTo(MediaType.JPEG);
        assertThat(file.content().read(0, 100)).isEqualTo(JPEG);

        assertThat(fetched(path.replaceFirst("picture/[0-9a-f]", "picture/g")))
                .isInstanceOf(Answer.Refused.class);
        done(BLUE, order);
        assertThat(fetched(path)).isEqualTo(new Answer.Refused(404, "no such file", 0));
    }

    private static boolean isPhoto(Map<String, Object> command) {
        return "cmd.data.update.bioPhoto".equals(command.get("funcId"));
    }

    private Answer fetched(String path) {
        return box.handle(Wire.Request.of("GET", path, Bytes.EMPTY, "10.0.0.9"));
    }
}
