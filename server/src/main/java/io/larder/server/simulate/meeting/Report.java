package io.larder.server.simulate.meeting;

import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that a terminal reports after its log-in (PROTOCOL.md 6.4 and its table of 47 fields).
final class Report {
    private static final List<String> UPLOADS =
            List.of(
                    "dev.heartbeat",
                    "dev.file.upload.start",
                    "dev.file.upload.package",
                    "dev.file.upload.end",
                    "dev.data.upload.user",
                    "dev.data.upload.userPhoto",
                    "dev.data.upload.bioPhoto",
                    "dev.data.upload.multiCard",
                    "dev.data.upload.verifyLog",
                    "dev.data.upload.verifyPhoto",
                    "dev.option.upload",
                    "dev.system.sync.time");

    private final Serial serial;
    private final Manner manner;
    private final Words words;

    Report(Serial serial, Manner manner, Words words) {
        this.serial = serial;
        this.manner = manner;
        this.words = words;
    }

    /// The message, with what is in the terminal now. Firmware differs in whether the serial number
    /// stands within the parameters or beside them (T-108).
    String text(String mid, Memory memory) {
        return manner.innerSerial()
                ? words.request("dev.report", mid, params(memory))
                : words.introduction("dev.report", mid, params(memory));
    }

    private Map<String, Object> params(Memory memory) {
        Map<String, Object> report = new LinkedHashMap<>();
        machine(report);
        amounts(report, memory);
        biometrics(report);
        abilities(report);
        report.put("funcIds", funcIds());
        return report;
    }

    private void machine(Map<String, Object> report) {
        if (manner.innerSerial()) {
            report.put("Sn", serial.text());
        }
        report.put("fwVer", "ZAM170-NF-Ver1.1.21");
        report.put("devModel", "TDB08Z-PLUS");
        report.put("commType", "ethernet");
        report.put("ip", "192.168.213.55");
        report.put("netmask", "255.255.255.0");
        report.put("gateway", "192.168.213.1");
        report.put("mac", "00:17:61:12:e5:07");
    }

    private void amounts(Map<String, Object> report, Memory memory) {
        report.put("lockCount", words.number(1));
        report.put("userCount", words.number(memory.users().size()));
        report.put("maxUserCount", words.number(30_000));
        report.put("transactionCount", words.number(memory.lastLogId));
        report.put("maxTransactionCount", words.number(50_000));
        report.put("maxPackageSize", words.number(manner.packageKb()));
        report.put("maxPendingCmdCount", words.number(manner.pending()));
    }

    private void biometrics(Map<String, Object> report) {
        report.put("multiBioEnrollSupport", list("0", "1", "1"));
        report.put("multiBioDataSupport", list("0", "1", "1"));
        report.put("multiBioPhotoSupport", list("0", "1", "1"));
        report.put("multiBioVer", list("0", "10.0", "7.0"));
        report.put("multiBioDataCount", list("0", "100", "200"));
        report.put("multiBioPhotoCount", list("0", "100", "200"));
        report.put("maxMultiBioDataCount", list("0", "10000", "2000"));
        report.put("maxMultiBioPhotoCount", list("0", "10000", "2000"));
    }

    /// Kinds of biometrics; how many there are differs between firmware (T-102).
    private String list(String... first) {
        return Stream.concat(Stream.of(first), Stream.generate(() -> "0"))
                .limit(manner.bioEntries())
                .reduce((a, b) -> a + ":" + b)
                .orElseThrow();
    }

    private void abilities(Map<String, Object> report) {
        for (String flag :
                List.of(
                        "qrCodeSupport",
                        "qrCodeOn",
                        "cameraOn",
                        "attPhotoFunOn",
                        "enableBioTest",
                        "voiceOn",
                        "keyPadBeepOn",
                        "irTempDetectionFunOn",
                        "irTempDetectionOn",
                        "temperatureOn",
                        "irTempUnit",
                        "maskDetectionFunOn",
                        "maskDetectionOn",
                        "maskOn",
                        "sipOn",
                        "adOn")) {
            report.put(flag, words.number(1));
        }
        report.put("qrCodeDecryptFunList", "01");
        report.put("capturePic", words.number(2));
        report.put("volume", words.number(50));
        report.put("maxTemperature", "37.00");
        report.put("minTemperature", "32.10");
        report.put("scene", words.number(manner.scene()));
        report.put("verifyStyles", manner.hexStyles() ? "FB1E1F00" : "100000000010");
    }

    private static List<String> funcIds() {
        return Stream.concat(UPLOADS.stream(), Stream.of(Function.values()).map(Function::funcId))
                .toList();
    }
}
