package io.larder.server.exchange;

import io.larder.server.fuzz.Changes;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Draws requests that look like those of terminals and are wrong somewhere: in a parameter, a
/// field, a line, a byte. Begins with what was seen on the wire.
public final class Mutator {
    /// A request before it is framed, target and body one character per byte.
    public record Drawn(String method, String target, String body) {}

    private static final List<String> FILES =
            List.of(
                    "doc/operlog-face.http",
                    "doc/devicecmd-143-joined.http",
                    "doc/init-pushcommkey.http",
                    "doc/getrequest-info.http",
                    "doc/operlog-fp.http",
                    "doc/attphoto.http",
                    "doc/biodata.http",
                    "doc/remoteatt.http",
                    "doc/devicecmd-5lines.http",
                    "doc/operlog-oplog.http",
                    "doc/operlog-2users.http",
                    "doc/userpic.http",
                    "doc/options-26.http",
                    "doc/attlog-9rows.http",
                    "doc/errorlog-71.http",
                    "wire/001-init.http",
                    "wire/004-options.http",
                    "wire/005-OPERLOG.http",
                    "wire/006-getrequest-info.http",
                    "wire/007-getrequest.http",
                    "wire/020-OPERLOG.http",
                    "wire/025-OPERLOG.http",
                    "wire/026-BIODATA.http",
                    "wire/027-OPERLOG.http",
                    "snippets/double-path.http",
                    "snippets/getrequest-aspx.http",
                    "snippets/getrequest-info-old-bw.http",
                    "snippets/getrequest-info-raw-space.http",
                    "snippets/pos-posrequest.http",
                    "snippets/exchange-publickey.http");
    private static final List<Drawn> OWN =
            List.of(
                    get("/iclock/posrequest?SN=5158181900025&RepType=2&Card=100023&Pwd=1234"),
                    get("/iclock/posrequest?SN=5158181900025&RepType=3&Card=100023&Pwd=1234"),
                    get("/iclock/getrequest?SN=5158181900025&RepType=4&Card=1&OldPwd=1&NewPwd=2"),
                    get("/iclock/posrequest?SN=5158181900025&RepType=5&Card=1&OldPwd=1&NewPwd=2"),
                    get("/iclock/cpos?SN=5158181900025&type=time"),
                    get("/iclock/posdevicecmd?SN=5158181900025&ID=1&Return=0&CMD=INFO"),
                    get("/iclock/ping?SN=5158181900025"),
                    get("/iclock/file/menu.tgz"),
                    get("/iclock/file/fw/main.bin"),
                    get("/iclock/file/../console.json"),
                    new Drawn(
                            "POST",
                            "/iclock/cpos?SN=5158181900025&table=BUYLOG&Stamp=2018-12-20T17:20:13&StampId=38",
                            """
                            1\t100023\t2018-12-20 17:20:13\t1250\t8750\t42\t2\t2\t2018-12-20\t37\t1
                            1\t100024\t605441818\t300\t700\t8\t2\t0\t0&\t38\t1\t20\t30\t7
                            """),
                    new Drawn(
                            "POST",
                            "/iclock/cdata?SN=5158181900025&table=OPERLOG&Stamp=9999",
                            """
                            USER PIN=1\tName=a b\tPri=14\tPasswd=1\tCard=[15CD5B07]\tGrp=1\tTZ=
                            FP PIN=1\tFID=0\tSize=4\tValid=3\tTMP=AAAA
                            FACE PIN=1 FID=2 SIZE=4 VAILD=1 TMP=AAAA
                            BIOPHOTO PIN=1\tType=9\tSize=8\tContent=/9j/4AA=
                            IDCARD PIN=1\tSNNum=2\tIDNum=3\tPhoto=AAAA
                            ERRORLOG ErrCode=D01E0001\tCmdId=1
                            OPLOG 3\t0\t2020-06-09 09:32:51\t0\t58\t0\t0
                            """),
                    new Drawn(
                            "POST",
                            "/iclock/posdevicecmd?SN=5158181900025",
                            """
                            ID=7000
                            SN=5158181900025
                            Return=0
                            CMD=Shell
                            FILENAME=shellout.txt
                            Content=a\0b
                            ID=1&Return=0
                            """));

    private final Random random;
    private final Changes changes;
    private final List<Drawn> seeds = new ArrayList<>(OWN);

    public Mutator(Random random) {
        this.random = random;
        this.changes = new Changes(random);
        FILES.forEach(name -> seeds.add(drawn(Capture.request(Capture.file(name)))));
        Capture.examples().values().forEach(wire -> seeds.add(drawn(wire)));
    }

    private static Drawn get(String target) {
        return new Drawn("GET", target, "");
    }

    private static Drawn drawn(Wire.Request wire) {
        return new Drawn(wire.method(), wire.target(), wire.body().asLatin1());
    }

    /// A request, mostly wrong in a few places. Its target holds no line end.
    public Drawn draw() {
        Drawn seed = pick(seeds);
        String target = seed.target;
        String body = seed.body;
        for (int i = random.nextInt(3); i > 0; i--) {
            target = target(target);
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            body = body(body);
        }
        String method = seed.method;
        if (random.nextInt(50) == 0) {
            method = pick(List.of("GET", "POST", "PUT", "get", "OPTIONS"));
        }
        return new Drawn(method, target.replaceAll("[\r\n]", "~"), body);
    }

    /// The body, wrong in one more place.
    public String body(String body) {
        return switch (random.nextInt(10)) {
            case 0 -> changes.parts(body, "\n");
            case 1 -> changes.parts(body, "\t");
            case 2 -> changes.parts(body, "&");
            case 3 -> changes.parts(body, "=");
            case 4 -> body + pick(seeds).body;
            case 5 -> body.substring(0, random.nextInt(body.length() + 1));
            case 6 -> body.length() > 2_000 ? body : body.repeat(1 + random.nextInt(20));
            default -> changes.spiced(body);
        };
    }

    private String target(String target) {
        int question = target.indexOf('?');
        if (question < 0 || random.nextInt(4) == 0) {
            return changes.spiced(target);
        }
        String query = target.substring(question + 1);
        return target.substring(0, question + 1)
                + switch (random.nextInt(3)) {
                    case 0 -> changes.parts(query, "&");
                    case 1 -> value(query);
                    default -> query + "&" + query(pick(seeds).target);
                };
    }

    private static String query(String target) {
        return target.substring(target.indexOf('?') + 1);
    }

    /// Another value for one parameter, seldom for SN: every new one is a new terminal.
    private String value(String query) {
        String[] parts = query.split("&", -1);
        int at = random.nextInt(parts.length);
        int equals = parts[at].indexOf('=');
        if (equals >= 0 && (!parts[at].startsWith("SN=") || random.nextInt(20) == 0)) {
            parts[at] = parts[at].substring(0, equals + 1) + changes.value();
        }
        return String.join("&", parts);
    }

    /// Bytes with some away, doubled or strange: no care is taken of what they mean.
    public Bytes damaged(Bytes bytes, List<String> tokens) {
        StringBuilder out = new StringBuilder(bytes.asLatin1());
        for (int i = 1 + random.nextInt(5); i > 0 && !out.isEmpty(); i--) {
            int at = random.nextInt(out.length());
            int end = Math.min(out.length(), at + random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> out.insert(at, (char) random.nextInt(256));
                case 1 -> out.insert(at, pick(tokens));
                case 2 -> out.insert(at, out.substring(at, end));
                case 3 -> out.delete(at, end);
                default -> out.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return Bytes.latin1(out.toString());
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
