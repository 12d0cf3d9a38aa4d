package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged uploads by the thousand: every line stays a row, nothing throws, and the same upload
/// means the same twice.
class MutationTest {
    private static final int ROUNDS = 50_000;
    private static final List<String> TARGETS =
            List.of(
                    "/iclock/cpos?SN=1&table=BUYLOG&Stamp=2018-12-20T17:20:13&StampId=38",
                    "/iclock/cpos?SN=1&table=BUYLOGBAK&StampId=x",
                    "/iclock/cpos?SN=1&table=FULLLOG&StampId=12",
                    "/iclock/cpos?SN=1&table=FULLLOGBAK",
                    "/iclock/cdata?SN=1&table=ALLOWLOG&StampId=999999999999999999999",
                    "/iclock/cpos?SN=1&table=storedetail",
                    "/iclock/cpos?SN=1&table=keydetail",
                    "/iclock/cpos?SN=1&table=timedetail",
                    "/iclock/cdata?SN=1&table=ATTLOG&Stamp=9999",
                    "/iclock/cdata?SN=1&Stamp=9999",
                    "/iclock/cdata?SN=1&OpStamp=1",
                    "/iclock/fdata?SN=1&PhotoStamp=1",
                    "/iclock/cdata?SN=1&FPImage=/tmp/a.bmp&PIN=1&FID=0",
                    "/iclock/cdata?SN=1&table=options",
                    "/iclock/cdata?SN=1&table=OPERLOG&Stamp=9999",
                    "/iclock/cdata?SN=1&table=USERINFO",
                    "/iclock/cdata?SN=1&table=FINGERTMP",
                    "/iclock/cdata?SN=1&table=BIODATA",
                    "/iclock/cdata?SN=1&table=BIOPHOTO",
                    "/iclock/cdata?SN=1&table=IDCARD",
                    "/iclock/cdata?SN=1&table=ERRORLOG",
                    "/iclock/cdata?SN=1&table=X",
                    "/iclock/cpos?SN=1");
    private static final List<String> BODIES =
            List.of(
                    """
                    1\t100023\t2018-12-20 17:20:13\t1250\t8750\t42\t2\t2\t2018-12-20\t37\t1
                    1\t100024\t605441818\t300\t700\t8\t2\t0\t0&\t38\t1\t20\t30\t7\
                    """,
                    "1\t100023\t45\t2018-12-20 12:00:00\t10000\t17750\t0\t3\t12\r\n",
                    "1\t100023\t47\t201812\t20181220080000\t20000\t47750\t0\t201811\t5\n",
                    "37\t6901028\t250\t1\n37\t6901029\t1000\t2\n",
                    "982\t2008-02-25 12:08:21\t1\t0\n982 2008-02-25 18:01:09 1 0\n",
                    "USER PIN=982\tName=R M\tPasswd=98\tCard=[09E4812202]\tTZ=\nFP PIN=9\tFID=1\tSize=4\tTMP=AAAA\n",
                    "USER PIN=982 Name=R M Passwd=98 Card=[09E4812202] TZ=\nBIODATA Pin=1\tType=9\tTmp=AA\n",
                    "USERPIC PIN=1\tSize=4\tContent=AAAA\r\nBIOPHOTO PIN=1\tType=9\tContent=/9j/\n4\t0\t2021-01-13 08:00:00\n",
                    "PIN=20081119172119-4.jpg\nSN=1\nsize=2\nCMD=realupload\0\u00ff\u00d8",
                    "~DeviceName=A,CommKey=1,FPCount=3,IDNum=1\nErrCode=1\tCmdId=2",
                    "2\t2022-07-12 16:00:20\t1\t15\t\t0\t0\t\t\t43\t+28800\te30=");
    private static final String SPICE = "\t\t\n\r\0 &-+:./0123456789TZx=\u00ff\u0081\u00e5\u00bc";

    @Test
    void aDamagedUploadLosesNoLineAndNeverThrows() {
        long seed = System.getProperty("larder.seed") == null ? 4711 : Long.getLong("larder.seed");
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String target = TARGETS.get(random.nextInt(TARGETS.size()));
            Bytes body = mutated(BODIES.get(random.nextInt(BODIES.size())), random);
            RowsTarget.check(
                    Wire.Request.of("POST", target, body, "peer"),
                    null,
                    "seed " + seed + " round " + round);
        }
    }

    @Test
    void aDamagedRequestLineIsAlwaysAnswered() {
        long seed = 815;
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String target = mutated(TARGETS.get(random.nextInt(TARGETS.size())), random).asLatin1();
            Wire.Request wire = Wire.Request.of("POST", target, Bytes.utf8(BODIES.get(0)), "peer");

            assertThat(Routing.read(wire, null)).as("seed %d round %d", seed, round).isNotNull();
        }
    }

    private static Bytes mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int change = random.nextInt(6); change > 0 && !out.isEmpty(); change--) {
            int at = random.nextInt(out.length());
            char spice = SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(4)) {
                case 0 -> out.setCharAt(at, spice);
                case 1 -> out.insert(at, spice);
                case 2 -> out.deleteCharAt(at);
                default -> out.setLength(at);
            }
        }
        return Bytes.latin1(out.toString());
    }
}
