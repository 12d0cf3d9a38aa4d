package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.record.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeetingCommandsTest {
    private static final CommandLanguage LANGUAGE = MeetingCommands.LANGUAGE;
    private static final Audience ANYONE = new Audience("", null, false);
    private static final String MEETING =
            "cmd.data.update.meeting id=123 name=Weekly startTime=2026-11-20T10:00:00+08:00"
                    + " endTime=2026-11-20T11:00:00+08:00"
                    + " lastSignOutTime=2026-11-20T11:30:00+08:00 applicant=Lin"
                    + " earSignOutTime=2026-11-20T10:50:00+08:00";
    private static final String PERSON =
            "cmd.data.update.user pin=7 firstName=Ann password="
                    + "ab".repeat(32)
                    + " passwordSalt=c09e";
    private static final List<String> ALL =
            List.of(
                    PERSON,
                    "cmd.data.update.user pin=7 firstName=Ann bioType=9 bioMajorVer=58"
                            + " bioMinorVer=12 bioFmt=0 bioTmp=AAEC",
                    MEETING,
                    "cmd.data.update.meetingMember meetingId=123 pins=7,8",
                    "cmd.data.update.multiCard pin=7 card=CC11",
                    "cmd.data.update.bioPhoto pin=7 type=9 url=http://box/7.jpg",
                    "cmd.data.delete.user pins=7",
                    "cmd.data.delete.bioPhoto pin=7 type=9",
                    "cmd.data.delete.multiCard pins=7",
                    "cmd.data.delete.meeting meetings=123,124",
                    "cmd.data.delete.meetingMember meetingId=123 pins=7",
                    "cmd.data.delete.userPhoto pins=7",
                    "cmd.data.query.user",
                    "cmd.data.clear.user",
                    "cmd.data.clear.multiCard",
                    "cmd.data.clear.all",
                    "cmd.option.set meetRoomName=Blue meetRoomCapacity=12 imme=1",
                    "cmd.control.reboot operator=Ann",
                    "cmd.system.sync.time");

    @Test
    @Conforms("BEST-011")
    void allThatIsWrittenHoldsTextsAlone() {
        assertThat(ALL)
                .allSatisfy(words ->
                        assertThat(values(Json.read(written(words))))
                                .allMatch(String.class::isInstance));
        assertThat(values(Json.read(Message.done("1", Map.of("timezone", "+08:00")))))
                .allMatch(String.class::isInstance);
        assertThat(values(Json.read(Message.refused("1", Fault.INTERNAL, "why"))))
                .allMatch(String.class::isInstance);
    }

    private static List<Object> values(Object value) {
        return switch (value) {
            case Map<?, ?> object -> all(object.values());
            case List<?> list -> all(list);
            default -> List.of(value);
        };
    }

    private static List<Object> all(Collection<?> some) {
        List<Object> all = new ArrayList<>();
        some.forEach(each -> all.addAll(values(each)));
        return all;
    }

    @Test
    @Conforms("BEST-019")
    void aCommandIsCalledByItsNumberWhichIsNeverTwiceTheSame() {
        Map<String, Object> message = Json.read(written("cmd.data.clear.all"));

        assertThat(message).containsEntry("mid", "501");
        assertThat(Long.toString(Long.MAX_VALUE)).hasSizeLessThanOrEqualTo(Message.MID_LIMIT);
    }

    @Test
    void everyCommandOfTheDocumentIsKnownAndNoOther() {
        assertThat(LANGUAGE.help()).hasSize(18);
        assertThat(ALL.stream().map(words -> order(words).name()).distinct()).hasSize(18);
        assertThat(LANGUAGE.fault(new Order("cmd.data.update.userPhoto", "", Map.of())))
                .isPresent();
    }

    @ParameterizedTest
    @Conforms({"BEST-078", "BEST-080", "BEST-082", "BEST-083", "BEST-086"})
    @CsvSource(
            delimiter = '|',
            value = {
                "cmd.data.update.multiCard pin=7 card=CC11 | {'cmdId':'501','multiCards':"
                        + "[{'pin':'7','card':'CC11','type':'0','lossFlag':'0'}]}",
                "cmd.data.update.bioPhoto pin=7 type=9 url=http://b/7.jpg | {'cmdId':'501',"
                        + "'bioPhotos':[{'pin':'7','no':'0','index':'0','type':'9',"
                        + "'url':'http://b/7.jpg'}]}",
                "cmd.data.delete.user pins=7,8 | {'cmdId':'501','pins':['7','8']}",
                "cmd.data.delete.multiCard pins=7 | {'cmdId':'501','pins':['7']}",
                "cmd.data.delete.userPhoto pins=7 | {'cmdId':'501','pins':['7']}",
                "cmd.data.delete.meeting meetings=1,2 | {'cmdId':'501','meetings':['1','2']}",
                "cmd.data.delete.bioPhoto pin=7 | {'cmdId':'501','bioPhotos':[{'pin':'7'}]}",
                "cmd.data.delete.meetingMember meetingId=1 pins=7 | {'cmdId':'501',"
                        + "'meetingId':'1','pins':['7']}",
                "cmd.data.query.user | {'cmdId':'501','pin':''}",
                "cmd.data.clear.all | {'cmdId':'501'}",
                "cmd.control.reboot operator=Ann | {'cmdId':'501','operator':'Ann'}"
            })
    void aCommandIsWrittenAsPrinted(String words, String params) {
        String name = order(words).name();
        String imme = name.equals("cmd.control.reboot") ? "'imme':'1'," : "";

        assertThat(written(words))
                .isEqualTo(
                        json(
                                "{'funcId':'"
                                        + name
                                        + "',"
                                        + imme
                                        + "'mid':'501','payload':{'params':"
                                        + params
                                        + "}}"));
    }

    @Test
    @Conforms("BEST-075")
    void aPersonIsToldWithRoleAndTemplate() {
        assertThat(written(ALL.get(1)))
                .isEqualTo(
                        json(
                                "{'funcId':'cmd.data.update.user','mid':'501','payload':{'params':"
                                        + "{'cmdId':'501','users':[{'pin':'7','role':'0',"
                                        + "'firstName':'Ann','funSwitch':'0','disable':'0',"
                                        + "'bioDatas':[{'no':'0','index':'0','valid':'1',"
                                        + "'duress':'0','type':'9','majorVer':'58',"
                                        + "'minorVer':'12','fmt':'0','tmp':'AAEC'}]}]}}}"));
        assertThat(LANGUAGE.fault(order("cmd.data.update.user pin=7 firstName=Ann bioTmp=AAEC")))
                .contains("cmd.data.update.user: bioType is missing, expected with a template");
    }

    @Test
    @Conforms("BEST-076")
    void aMeetingIsToldInThePrintedSpelling() {
        assertThat(written(MEETING))
                .isEqualTo(
                        json(
                                "{'funcId':'cmd.data.update.meeting','mid':'501','payload':"
                                        + "{'params':{'cmdId':'501','meeting':[{'name':'Weekly',"
                                        + "'id':'123','startTime':'2026-11-20T10:00:00+08:00',"
                                        + "'endTime':'2026-11-20T11:00:00+08:00',"
                                        + "'earSignOutTime':'2026-11-20T10:50:00+08:00',"
                                        + "'lastSignOutTime':'2026-11-20T11:30:00+08:00',"
                                        + "'applicant':'Lin'}]}}}"));
        assertThat(LANGUAGE.fault(order(MEETING.replace("T11:00", "T09:00"))))
                .contains(
                        "cmd.data.update.meeting: endTime is before startTime, expected it behind");
        assertThat(LANGUAGE.fault(order(MEETING.replace("T11:00:00+08:00", "T11:00:00"))))
                .isPresent();
    }

    @Test
    @Conforms("BEST-077")
    void membersAreToldByMeetingAndNumbers() {
        assertThat(written("cmd.data.update.meetingMember meetingId=123 pins=7,8"))
                .isEqualTo(
                        json(
                                "{'funcId':'cmd.data.update.meetingMember','mid':'501','payload':"
                                        + "{'params':{'cmdId':'501','members':"
                                        + "[{'meetingId':'123','pins':['7','8']}]}}}"));
    }

    @ParameterizedTest
    @Conforms({"BEST-081", "BEST-084"})
    @ValueSource(
            strings = {
                "cmd.data.clear.user",
                "cmd.data.clear.multiCard",
                "cmd.data.clear.all",
                "cmd.data.delete.bioPhoto",
                "cmd.data.delete.user pins=7"
            })
    void whatErasesNeedsAConfirmation(String words) {
        assertThat(LANGUAGE.traits(order(words)).guard()).isEqualTo(OrderTraits.Guard.CONFIRM);
    }

    @Test
    @Conforms("BEST-085")
    void aRoomNeedsNameAndCapacity() {
        assertThat(LANGUAGE.fault(order("cmd.option.set meetRoomName=Blue")))
                .contains("cmd.option.set: meetRoomCapacity is missing, expected a number");
        assertThat(LANGUAGE.fault(order("cmd.option.set meetRoomCapacity=12"))).isPresent();
        assertThat(written("cmd.option.set meetRoomName=Blue meetRoomCapacity=12"))
                .isEqualTo(
                        json(
                                "{'funcId':'cmd.option.set','mid':'501','payload':{'params':"
                                        + "{'cmdId':'501','option':{'meetRoomName':'Blue',"
                                        + "'meetRoomCapacity':'12'}}}}"));
    }

    @Test
    @Conforms("BEST-037")
    void whatTheTerminalDidNotListIsNotOrdered() {
        Map<String, String> said = Said.read(Said.file("report.json")).said();

        assertThat(objection("cmd.data.delete.user pins=7", said)).isEmpty();
        assertThat(objection("cmd.data.clear.all", said))
                .isEqualTo("did not say that it takes cmd.data.clear.all");
        assertThat(objection("cmd.data.clear.all", Map.of())).isEmpty();
    }

    @Test
    @Conforms("BEST-043")
    void aTerminalInPlainModeIsToldNoTimesAndNoRights() {
        Map<String, String> plain = Map.of("scene", "2", "funcids", "cmd.data.update.user");
        String words = PERSON + " startTime=2026-11-20T10:00:00+08:00 ruleType=2";

        assertThat(objection(words, plain)).isEqualTo("is in plain mode and keeps no startTime");
        Order fitting = Abilities.of(plain).orElseThrow().fitting(order(words));
        assertThat(fitting).isEqualTo(order(PERSON));
        assertThat(LANGUAGE.objection(fitting, ANYONE, plain)).isEmpty();
    }

    @Test
    @Conforms("BEST-041")
    void aLongListIsToldInPartsBelowThePackageSize() {
        Map<String, String> said = Said.read(Said.file("report.json")).said();
        int most = Abilities.of(said).orElseThrow().maxPackageSize();
        List<String> pins = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        Order all = new Order("cmd.data.delete.user", "", Map.of("pins", String.join(",", pins)));

        assertThat(LANGUAGE.objection(all, ANYONE, said)).isPresent();
        List<Order> parts = MeetingCommands.parts(all, most);
        assertThat(parts)
                .allSatisfy(part -> {
                    assertThat(LANGUAGE.objection(part, ANYONE, said)).isEmpty();
                    assertThat(written(part).length()).isLessThan(most);
                });
        assertThat(
                        parts.stream()
                                .map(part -> part.fields().get("pins"))
                                .collect(Collectors.joining(",")))
                .isEqualTo(String.join(",", pins));
        assertThat(MeetingCommands.parts(order("cmd.data.delete.user pins=7"), most)).hasSize(1);
    }

    @Test
    void digestsOfPasswordsAreSecretAndNeedTheirSalt() {
        assertThat(LANGUAGE.traits(order(PERSON)).secrets())
                .containsExactlyInAnyOrder("password", "passwordSalt");
        assertThat(LANGUAGE.fault(order("cmd.data.update.user pin=7 firstName=A passwordSalt=c0")))
                .contains("cmd.data.update.user: password and passwordSalt are expected together");
    }

    @ParameterizedTest
    @CsvSource({
        "cmd.data.update.user pin=7 firstName=A, PERSON/pin=7>data",
        "cmd.data.update.user pin=7 firstName=A bioType=1 bioNo=3 bioTmp=A, PERSON/pin=7>template=1>3>0",
        "cmd.data.update.multiCard pin=7 card=CC11, PERSON/pin=7>card>CC11",
        "cmd.data.update.bioPhoto pin=7 type=9 url=u, PERSON/pin=7>photo>9>0",
        "cmd.data.delete.user pins=7, PERSON/pin=7",
        "cmd.data.delete.multiCard pins=7, PERSON/pin=7>card",
        "cmd.data.delete.userPhoto pins=7, PERSON/pin=7>picture",
        "cmd.data.delete.bioPhoto pin=7 type=9, PERSON/pin=7>photo>9",
        "cmd.data.update.meetingMember meetingId=1 pins=7, MEETING/id=1>members=7",
        "cmd.data.delete.meetingMember meetingId=1 pins=7, MEETING/id=1>members=7",
        "cmd.data.delete.meeting meetings=1, MEETING/id=1",
        "cmd.option.set meetRoomName=B, ROOM"
    })
    void anOrderSaysWhatItChanges(String words, String target) {
        assertThat(LANGUAGE.traits(order(words)).target()).isEqualTo(target);
    }

    @Test
    void whatNamesSeveralHasNoTarget() {
        assertThat(
                        LANGUAGE.traits(
                                        new Order(
                                                "cmd.data.delete.user", "", Map.of("pins", "7,8")))
                                .target())
                .isEmpty();
    }

    static Order order(String words) {
        return LANGUAGE.read(List.of(words.split(" ")));
    }

    private static String written(String words) {
        return written(order(words));
    }

    private static String written(Order order) {
        assertThat(LANGUAGE.fault(order)).isEmpty();
        Bytes text = LANGUAGE.write(order, new LinkedHashMap<>(), ANYONE);
        return LANGUAGE.line(501, text).text(StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String objection(String words, Map<String, String> said) {
        return LANGUAGE.objection(order(words), ANYONE, said).orElse("");
    }
}
