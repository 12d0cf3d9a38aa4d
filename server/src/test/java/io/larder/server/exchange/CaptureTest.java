package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Reading;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Row;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.server.record.Upload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {
    @ParameterizedTest
    @CsvSource({
        "wire/001-init.http,               Hello ATTENDANCE",
        "wire/004-options.http,            Upload ATTENDANCE OPTIONS: 1 TERMINAL_STATE",
        "wire/005-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 6 OPERATION",
        "wire/006-getrequest-info.http,    Poll ATTENDANCE",
        "wire/007-getrequest.http,         Poll ATTENDANCE",
        "wire/002-init.http,               Hello ATTENDANCE",
        "wire/003-init.http,               Hello ATTENDANCE",
        "wire/011-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 1 OPERATION",
        "wire/020-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 1 PERSON",
        "wire/021-BIODATA.http,            Upload ATTENDANCE BIODATA: 5 TEMPLATE",
        "wire/022-getrequest-info.http,    Poll ATTENDANCE",
        "wire/025-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 1 PERSON",
        "wire/026-BIODATA.http,            Upload ATTENDANCE BIODATA: 1 TEMPLATE",
        "wire/027-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 2 OPERATION",
        "wire/028-OPERLOG.http,            Upload ATTENDANCE OPERLOG: 1 PHOTO",
        "wire/029-getrequest-info.http,    Poll ATTENDANCE",
        "doc/attlog-9rows.http,            Upload ATTENDANCE ATTLOG: 9 PUNCH",
        "doc/attphoto.http,                Upload ATTENDANCE ATTPHOTO: 1 PHOTO",
        "doc/biodata.http,                 Upload ATTENDANCE BIODATA: 1 TEMPLATE",
        "doc/devicecmd-143-joined.http,    Reply ATTENDANCE",
        "doc/devicecmd-5lines.http,        Reply ATTENDANCE",
        "doc/errorlog-71.http,             Upload ATTENDANCE ERRORLOG: 1 TERMINAL_ERROR",
        "doc/getrequest-info.http,         Poll ATTENDANCE",
        "doc/init-pushcommkey.http,        Hello ATTENDANCE",
        "doc/operlog-2users.http,          Upload ATTENDANCE OPERLOG: 2 PERSON",
        "doc/operlog-face.http,            Upload ATTENDANCE OPERLOG: 1 TEMPLATE",
        "doc/operlog-fp.http,              Upload ATTENDANCE OPERLOG: 1 TEMPLATE",
        "doc/operlog-oplog.http,           Upload ATTENDANCE OPERLOG: 1 OPERATION",
        "doc/options-26.http,              Upload ATTENDANCE OPTIONS: 1 TERMINAL_STATE",
        "doc/remoteatt.http,               AskPerson 123",
        "doc/userpic.http,                 Upload ATTENDANCE OPERLOG: 1 PHOTO",
        "snippets/double-path.http,        Hello ATTENDANCE",
        "snippets/exchange-publickey.http, ExchangeKeys",
        "snippets/getrequest-aspx.http,    Poll ATTENDANCE",
        "snippets/getrequest-info-old-bw.http, Poll ATTENDANCE",
        "snippets/getrequest-info-raw-space.http, Poll ATTENDANCE",
        "snippets/pos-posrequest.http,     Poll CANTEEN"
    })
    void everyCaptureIsUnderstood(String file, String meaning) {
        assertThat(meaning(Capture.request(Capture.file(file)))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wire/008-getrequest.http",
                "wire/009-getrequest.http",
                "wire/010-getrequest.http",
                "wire/012-getrequest.http",
                "wire/013-getrequest.http",
                "wire/014-getrequest.http",
                "wire/015-getrequest.http",
                "wire/016-getrequest.http",
                "wire/017-getrequest.http",
                "wire/018-getrequest.http",
                "wire/019-getrequest.http",
                "wire/023-getrequest.http",
                "wire/024-getrequest.http"
            })
    void everyPlainPollIsUnderstood(String file) {
        assertThat(meaning(Capture.request(Capture.file(file)))).isEqualTo("Poll ATTENDANCE");
    }

    @Test
    void everyWireExampleIsUnderstood() {
        Map<String, String> meanings = new LinkedHashMap<>();
        Capture.examples().forEach((id, wire) -> meanings.put(id, meaning(wire)));

        assertThat(meanings).isEqualTo(expected());
    }

    private static Map<String, String> expected() {
        Map<String, String> expected = new LinkedHashMap<>();
        """
        POS-X01 Hello CANTEEN
        POS-X02 Hello CANTEEN
        POS-X03 AskTime CANTEEN
        POS-X04 Upload CANTEEN BUYLOG: 2 PURCHASE
        POS-X05 Upload CANTEEN BUYLOG: 1 PURCHASE
        POS-X06 Upload CANTEEN BUYLOG: 1 PURCHASE
        POS-X07 Upload CANTEEN FULLLOG: 1 TOPUP
        POS-X08 Upload CANTEEN FULLLOG: 1 TOPUP
        POS-X09 Upload CANTEEN ALLOWLOG: 1 SUBSIDY
        POS-X10 Upload CANTEEN STOREDETAIL: 2 PURCHASE_ITEM
        POS-X11 Upload CANTEEN KEYDETAIL: 1 PURCHASE_ITEM
        POS-X12 Upload CANTEEN BUYLOG: 2 PURCHASE
        POS-X13 Poll CANTEEN
        POS-X14 Poll CANTEEN
        POS-X15 CardService 2
        POS-X16 CardService 2
        POS-X17 CardService 4
        POS-X18 Reply CANTEEN
        CMD-X01 Reply CANTEEN
        CMD-X02 Reply ATTENDANCE
        CMD-X03 Reply ATTENDANCE
        CMD-X04 Reply ATTENDANCE
        CMD-X05 Reply ATTENDANCE
        CMD-X06 Reply ATTENDANCE
        ATT-X01 Hello ATTENDANCE
        ATT-X02 Hello ATTENDANCE
        ATT-X03 Upload ATTENDANCE ATTLOG: 2 PUNCH
        ATT-X04 Upload ATTENDANCE ATTLOG: 1 PUNCH
        ATT-X05 Upload ATTENDANCE ATTLOG: 1 PUNCH
        ATT-X06 Upload ATTENDANCE OPERLOG: 3 PERSON TEMPLATE OPERATION
        ATT-X07 Upload ATTENDANCE OPERLOG: 1 OPERATION
        ATT-X08 Upload ATTENDANCE ATTPHOTO: 1 PHOTO
        ATT-X09 Upload ATTENDANCE ATTPHOTO: 1 PHOTO
        ATT-X10 Upload ATTENDANCE ATTPHOTO: 1 PHOTO
        ATT-X11 Upload ATTENDANCE FPIMAGE: 1 PHOTO
        ATT-X12 Poll ATTENDANCE
        ATT-X13 Poll ATTENDANCE
        ATT-X14 AskPerson 147
        ATT-X15 Verify CARD
        ENC-X01 ExchangeKeys
        GEN-X01 Upload CANTEEN BUYLOG: 1 PURCHASE
        """
                .lines()
                .forEach(line -> expected.put(line.substring(0, 7), line.substring(8)));
        return expected;
    }

    @ParameterizedTest
    @CsvSource({
        "/iclock/cdata?SN=1&table=ATTLOG, lines/attlog-5881195100007.txt, 2 PUNCH",
        "/iclock/cdata?SN=1&table=ATTLOG, lines/attlog-6064201400001.txt, 15 PUNCH",
        "/iclock/cdata?SN=1&table=ATTLOG, lines/attlog-CEXB190460114.txt, 48 PUNCH",
        "/iclock/cdata?SN=1&table=ATTLOG, lines/attlog-CKJF201560034.txt, 23 PUNCH",
        "/iclock/cdata?SN=1&table=ATTLOG, snippets/attlog-spaces.txt,     1 PUNCH",
        "/iclock/cdata?SN=1&table=ATTLOG, snippets/attlog-trailing-tab.txt, 2 PUNCH",
        "/iclock/cdata?SN=1&table=OPERLOG, lines/oplog.txt,               61 OPERATION",
        "/iclock/cdata?SN=1&table=options, snippets/options-sa40-lines.txt, 1 TERMINAL_STATE",
        "/iclock/cdata?SN=1&table=rtlog,   snippets/rtlog-senseface3a.txt, 1 UNKNOWN",
        "/iclock/cdata?SN=1&table=tabledata, snippets/tabledata-user.txt, 1 UNKNOWN",
        "/iclock/cpos?SN=1&table=BUYLOG,  snippets/pos-buylog-row.txt,    1 PURCHASE"
    })
    void everyLineThatATerminalSentIsRead(String target, String file, String rows) {
        Wire.Request wire = Wire.Request.of("POST", target, Capture.file(file), "peer");

        assertThat(meaning(wire)).endsWith(": " + rows);
    }

    private static String meaning(Wire.Request wire) {
        return switch (Routing.read(wire, null)) {
            case Request.Hello hello -> "Hello " + hello.family();
            case Request.Upload upload ->
                    "Upload " + upload.family() + " " + rows(upload.family(), upload.table(), wire);
            case Request.Poll poll -> "Poll " + poll.family();
            case Request.Reply reply -> "Reply " + reply.family();
            case Request.CardService card -> "CardService " + card.service();
            case Request.AskTime ask -> "AskTime " + ask.family();
            case Request.AskPerson ask -> "AskPerson " + ask.pin();
            case Request.Verify verify -> "Verify " + verify.means();
            case Request.Ping _ -> "Ping";
            case Request.ExchangeKeys _ -> "ExchangeKeys";
            case Request.Fetch fetch -> "Fetch " + fetch.path();
            case Request.Refused refused -> "Refused " + refused.status();
        };
    }

    private static String rows(Family family, String table, Wire.Request wire) {
        Upload upload = new Upload(wire.method(), wire.target(), wire.peer(), wire.body());
        Reading reading = Routing.readRows(family, upload, Map.of());
        List<Kind> kinds =
                reading.rows().stream()
                        .map(row -> ((Row.Read) row).record().kind())
                        .distinct()
                        .toList();
        assertThat(reading.table()).isEqualTo(table);
        return reading.table()
                + ": "
                + reading.rows().size()
                + kinds.stream().map(kind -> " " + kind).collect(Collectors.joining());
    }
}
