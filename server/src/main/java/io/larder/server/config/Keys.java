package io.larder.server.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;

/// All configuration keys, in the order of the example file.
public final class Keys {
    private static final int MOST_PORT = 65_535;
    private static final int DAY_SECONDS = 86_400;
    private static final int DAY_MINUTES = 1_440;

    public static final Key<ZoneId> ZONE =
            new Key<>(
                    "site.zone",
                    "",
                    "a time zone such as Asia/Shanghai or +08:00",
                    "Time zone of the site; terminals set their clocks by it. Empty: the machine's.",
                    false,
                    Keys::zone);

    /// Nothing has to speak for the clock.
    public static final String ASSUMED = "assumed";

    public static final Key<String> CLOCK_TRUST =
            Key.oneOf(
                    "clock.trust",
                    "verified",
                    List.of("verified", ASSUMED),
                    "verified: terminals set their clocks by the box only while something speaks for"
                            + " its clock; docs/clock.md. assumed: whenever it is set at all, for"
                            + " machines whose clock somebody else looks after.");

    public static final Key<Boolean> PROVISION =
            Key.flag(
                    "site.provision",
                    true,
                    "Tells terminals by itself what they lack of the site's data.");

    public static final Key<String> SHARING =
            Key.text(
                    "site.sharing",
                    "",
                    "Roles of terminals, joined by commas, that know the people whom any of them"
                            + " enrols, for example attendance, or gate,canteen; empty for none.");

    public static final Key<String> RECONCILE_AT =
            Key.text(
                    "attendance.reconcileAt",
                    "02:00",
                    "Time of day at which attendance terminals are asked how many punches they have"
                            + " of the day before; empty for never.");
    public static final Key<String> UNKNOWN_PERSON =
            Key.oneOf(
                    "attendance.unknownPerson",
                    "NONE",
                    List.of("NONE", "OK"),
                    "Answer to a terminal that asks for a person whom nobody knows: NONE or OK.");

    public static final Key<String> TERMINAL_HOST =
            Key.text("terminal.host", "0.0.0.0", "Address the terminals connect to.");
    public static final Key<Integer> TERMINAL_PORT =
            Key.integer("terminal.port", 8088, 0, MOST_PORT, "Port of the terminals; 0 is off.");
    public static final Key<Integer> TERMINAL_TLS_PORT =
            Key.integer(
                    "terminal.tlsPort",
                    0,
                    0,
                    MOST_PORT,
                    "Port of terminals that speak TLS 1.2 or 1.3, beside the other; 0 is off.");
    public static final Key<String> TERMINAL_URL =
            Key.text(
                    "terminal.url",
                    "",
                    "Where meeting terminals fetch pictures from this box, such as"
                            + " http://10.0.0.5:8088; empty: at the address that the network"
                            + " between them says.");
    public static final Key<Integer> TERMINAL_BODY =
            Key.integer(
                    "terminal.maxBodyBytes",
                    3 << 20,
                    1 << 10,
                    64 << 20,
                    "Largest upload; larger ones get 413. Must fit a journal segment.");
    public static final Key<Integer> TERMINAL_CONNECTIONS =
            Key.integer(
                    "terminal.maxConnections",
                    1_024,
                    1,
                    20_000,
                    "Open connections of all terminals; beyond, the one that has been silent for"
                            + " longest gives way.");
    public static final Key<Integer> TERMINAL_PER_ADDRESS =
            Key.integer(
                    "terminal.maxConnectionsPerAddress",
                    768,
                    1,
                    20_000,
                    "Open connections of one address, such as a router with a whole site behind it.");
    public static final Key<Integer> TERMINAL_RATE =
            Key.integer(
                    "terminal.maxRequestsPerSecond",
                    1_000,
                    0,
                    1_000_000,
                    "Requests of one terminal; it is told 503 beyond. 0: any number.");

    public static final Key<String> TLS_CERTIFICATE =
            Key.text(
                    "tls.certificate",
                    "",
                    "PEM file with a certificate of your own and its chain; empty: the box makes one.");
    public static final Key<String> TLS_KEY =
            Key.text("tls.key", "", "PEM file with the key of tls.certificate, PRIVATE KEY.");
    public static final Key<String> TLS_NAMES =
            Key.text(
                    "tls.names",
                    "",
                    "Host names and addresses, joined by commas, for the certificate the box makes,"
                            + " beside those it finds itself.");

    /// No key exchange; YAML makes `false` of it where nobody puts it in quotes.
    public static final String OFF = "off";

    public static final Key<String> KEY_EXCHANGE =
            new Key<>(
                    "terminal.keyExchange",
                    OFF,
                    "off or the name of an algorithm set, such as larder-1",
                    "Exchange keys with terminals that speak 2.4.0 and seal bodies. larder-1 is made"
                            + " for this program and not compatible with terminals of the vendor;"
                            + " docs/key-exchange.md.",
                    false,
                    text -> text.equals("false") ? OFF : text);

    public static final Key<String> FILES_FOLDER =
            Key.text(
                    "files.folder",
                    "",
                    "Folder of what terminals are told to fetch; empty: files in the data folder.");

    public static final Key<Boolean> WAKE_UP =
            Key.flag("commands.wakeUp", true, "Tell terminals by UDP that a command waits.");
    public static final Key<Integer> WAKE_UP_PORT =
            Key.integer(
                    "commands.wakeUpPort",
                    4374,
                    1,
                    MOST_PORT,
                    "UDP port that terminals listen on.");

    public static final Key<String> ADMISSION_POLICY =
            Key.oneOf(
                    "admission.policy",
                    "pairing",
                    List.of("open", "pairing", "closed"),
                    "Unknown terminals: let in, let in after `larder pair`, or turned away.");

    /// Keys of this form are allowed besides: `admission.bindingKeys.SERIAL`.
    static final String BINDING_KEYS = "admission.bindingKeys.";

    public static final Key<Integer> DELAY =
            Key.integer("options.delaySeconds", 30, 1, DAY_SECONDS, "Pause between polls.");
    public static final Key<Integer> ERROR_DELAY =
            Key.integer(
                    "options.errorDelaySeconds",
                    60,
                    1,
                    DAY_SECONDS,
                    "Pause after a failed connection.");
    public static final Key<String> TRANS_TIMES =
            Key.text(
                    "options.transTimes",
                    "00:00;14:05",
                    "Fixed upload times, at most ten HH:MM joined by semicolons.");
    public static final Key<Integer> TRANS_INTERVAL =
            Key.integer(
                    "options.transIntervalMinutes", 1, 0, DAY_MINUTES, "Pause between uploads.");
    public static final Key<Integer> SYNC_TIME =
            Key.integer(
                    "options.syncTimeSeconds", 600, 0, DAY_SECONDS, "Clock setting; 0 is never.");
    public static final Key<Boolean> REALTIME =
            Key.flag("options.realtime", true, "Terminals upload at once.");
    public static final Key<String> PUSH_PROT_VER =
            Key.text(
                    "options.pushProtVer",
                    "2.3.0",
                    "Protocol version told to terminals, below 2.4.0; empty: not told.");
    public static final Key<Boolean> COMPACT_TIME =
            Key.flag(
                    "options.compactTime",
                    false,
                    "Answer time questions as YYYYMMDDHHMMSS, for old canteen terminals.");
    public static final Key<String> CANTEEN_TRANS_FLAG =
            Key.text("canteen.transFlag", "1111101011", "What canteen terminals send.");
    public static final Key<Integer> MACHINE_TYPE =
            Key.integer("canteen.machineType", 0, 0, 2, "0 purchases, 1 top-ups, 2 subsidies.");
    public static final Key<Integer> CUSTOM_SECTOR =
            Key.integer("canteen.customSector", 1, 0, 255, "Told as it is.");
    public static final Key<Boolean> ALLOW_ONLINE =
            Key.flag("canteen.allowOnline", false, "Told as it is.");
    public static final Key<String> USE_SECTION =
            Key.text("canteen.useSection", "", "Main card sector; empty: not told.");
    public static final Key<String> BACK_SECTION =
            Key.text("canteen.backSection", "", "Backup card sector; empty: not told.");
    public static final Key<String> CARD_PASS =
            Key.secret("canteen.cardPass", "Card password; empty: not told. Never logged.");

    public static final Key<String> MEETING_PATH =
            Key.text(
                    "meeting.path",
                    "/best",
                    "Where meeting terminals connect by WebSocket, on the terminals' port; empty: they cannot.");
    public static final Key<String> MEETING_CREDENTIALS =
            Key.oneOf(
                    "meeting.credentials",
                    "required",
                    List.of("required", "any"),
                    "Meeting terminals whose device key nobody has given: turned away, or let in with the first key they show.");
    public static final Key<String> MEETING_PRODUCT =
            Key.text(
                    "meeting.productId",
                    "",
                    "Product of the meeting terminals that have no device key of their own.");
    public static final Key<String> MEETING_KEY =
            Key.secret("meeting.deviceKey", "Their device key; empty: none. Never logged.");
    public static final Key<String> MEETING_SECRET =
            Key.secret(
                    "meeting.secretKey",
                    "What terminals without a secret key of their own sign with when they ask for their server; empty: none. Never logged.");
    public static final Key<Integer> MEETING_HEARTBEAT =
            Key.integer(
                    "meeting.heartbeatSeconds",
                    60,
                    1,
                    3_600,
                    "Pause between signs of life of a meeting terminal; after three missed ones it counts as gone.");
    public static final Key<Integer> MEETING_FILE =
            Key.integer(
                    "meeting.maxFileBytes",
                    4 << 20,
                    1 << 10,
                    16 << 20,
                    "Largest file that a meeting terminal sends in parts.");
    public static final Key<String> MEETING_URL =
            Key.text(
                    "meeting.url",
                    "",
                    "Where terminals that ask for their server are sent, such as ws://box:8088/best; empty: the address by which they asked.");
    public static final Key<String> MEETING_PUSH_URL =
            Key.text(
                    "meeting.pushUrl",
                    "",
                    "The same for those that ask for plain uploads, such as http://box:8088; empty: the address by which they asked.");

    public static final Key<Boolean> POWERFUL =
            Key.flag(
                    "commands.powerful",
                    false,
                    "Allow orders with full control of a terminal: SHELL, CLEAR DATA, files, its server address.");
    public static final Key<Integer> PATIENCE =
            Key.integer(
                    "commands.patienceSeconds",
                    0,
                    0,
                    DAY_SECONDS,
                    "The longest wait for the reply to a command before it is given again or up; 0: as usual, a minute, ten for files.");
    public static final Key<Integer> GAP_GRACE =
            Key.integer(
                    "commands.gapGraceSeconds",
                    120,
                    1,
                    DAY_SECONDS,
                    "How long a terminal may have records that do not come before it is told to send them again.");

    public static final Key<Integer> SEGMENT_BYTES =
            Key.integer(
                    "journal.segmentBytes",
                    4 << 20,
                    64 << 10,
                    1 << 30,
                    "Size of one journal segment, a multiple of 4096.");
    public static final Key<Integer> SEGMENTS =
            Key.integer(
                    "journal.segments",
                    256,
                    4,
                    1_000_000,
                    "Segments in the ring: room for what headquarters has not taken yet.");
    public static final Key<Boolean> SYNC =
            Key.flag(
                    "journal.sync",
                    true,
                    "false leaves out every flush: only to show that fault tests can fail.");

    public static final Key<Integer> CONTENTS =
            Key.integer(
                    "contents.megabytes",
                    512,
                    1,
                    1_000_000,
                    "Room for photos and templates. Beyond it, the oldest pictures of punches go that headquarters has.");

    public static final Key<String> SEAL_KEY_FILE =
            Key.text(
                    "seal.keyFile",
                    "",
                    "File with the 32 bytes of the key that seals templates, pictures and passwords; empty: the systemd credential larder-seal-key, or DIR/seal.key.");
    public static final Key<String> RECEIVE_HOST =
            Key.text("receive.host", "127.0.0.1", "Address other boxes connect to.");
    public static final Key<Integer> RECEIVE_PORT =
            Key.integer("receive.port", 0, 0, MOST_PORT, "Port for other boxes; 0 is off.");
    public static final Key<String> RECEIVE_TOKEN =
            Key.secret(
                    "receive.token",
                    "What other boxes must know; needed beyond loopback, unless receive.tls is true:"
                            + " then only enrolled boxes are let in without.");
    public static final Key<Boolean> RECEIVE_TLS =
            Key.flag(
                    "receive.tls",
                    false,
                    "Other boxes connect with TLS and are known by their certificates, once they"
                            + " are enrolled with `larder boxes invite`; docs/enrolment.md.");
    public static final Key<Integer> RECEIVE_QUOTA =
            Key.integer(
                    "receive.boxMegabytesPerDay",
                    0,
                    0,
                    1_000_000,
                    "Packed megabytes that a box may send a day, unless `larder boxes quota` says"
                            + " otherwise; 0 is any number.");

    public static final Key<String> CONSOLE_HOST =
            Key.text("console.host", "127.0.0.1", "Address of the local interface.");
    public static final Key<Integer> CONSOLE_PORT =
            Key.integer(
                    "console.port",
                    8089,
                    0,
                    MOST_PORT,
                    "Port of the local interface that `larder pair` and `show` use; 0 is off.");
    public static final Key<Boolean> CONSOLE_TLS =
            Key.flag(
                    "console.tls",
                    false,
                    "The local interface speaks TLS and may be reached from other machines.");
    public static final Key<String> OPERATOR_TOKEN =
            Key.secret(
                    "console.operatorToken",
                    "A token for people who may order, but nothing that erases, opens or runs programs; empty: none.");

    /// Every key, in order.
    public static final List<Key<?>> ALL =
            List.of(
                    ZONE,
                    CLOCK_TRUST,
                    PROVISION,
                    SHARING,
                    RECONCILE_AT,
                    UNKNOWN_PERSON,
                    TERMINAL_HOST,
                    TERMINAL_PORT,
                    TERMINAL_TLS_PORT,
                    TERMINAL_URL,
                    TERMINAL_BODY,
                    TERMINAL_CONNECTIONS,
                    TERMINAL_PER_ADDRESS,
                    TERMINAL_RATE,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    TLS_NAMES,
                    KEY_EXCHANGE,
                    FILES_FOLDER,
                    WAKE_UP,
                    WAKE_UP_PORT,
                    ADMISSION_POLICY,
                    DELAY,
                    ERROR_DELAY,
                    TRANS_TIMES,
                    TRANS_INTERVAL,
                    SYNC_TIME,
                    REALTIME,
                    PUSH_PROT_VER,
                    COMPACT_TIME,
                    CANTEEN_TRANS_FLAG,
                    MACHINE_TYPE,
                    CUSTOM_SECTOR,
                    ALLOW_ONLINE,
                    USE_SECTION,
                    BACK_SECTION,
                    CARD_PASS,
                    MEETING_PATH,
                    MEETING_CREDENTIALS,
                    MEETING_PRODUCT,
                    MEETING_KEY,
                    MEETING_SECRET,
                    MEETING_HEARTBEAT,
                    MEETING_FILE,
                    MEETING_URL,
                    MEETING_PUSH_URL,
                    POWERFUL,
                    PATIENCE,
                    GAP_GRACE,
                    SEGMENT_BYTES,
                    SEGMENTS,
                    SYNC,
                    CONTENTS,
                    SEAL_KEY_FILE,
                    RECEIVE_HOST,
                    RECEIVE_PORT,
                    RECEIVE_TOKEN,
                    RECEIVE_TLS,
                    RECEIVE_QUOTA,
                    CONSOLE_HOST,
                    CONSOLE_PORT,
                    CONSOLE_TLS,
                    OPERATOR_TOKEN);

    private Keys() {}

    private static ZoneId zone(String text) {
        try {
            return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such zone", e);
        }
    }
}
