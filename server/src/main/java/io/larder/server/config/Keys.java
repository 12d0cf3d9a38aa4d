package io.larder.server.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/// All configuration keys, in the order of the example file; sections of many keys have a class of
/// their own beside this one.
public final class Keys {
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
                    Key.MOST_PORT,
                    "UDP port that terminals listen on.");

    public static final Key<String> ADMISSION_POLICY =
            Key.oneOf(
                    "admission.policy",
                    "pairing",
                    List.of("open", "pairing", "closed"),
                    "Unknown terminals: let in, let in after `larder pair`, or turned away.");

    /// Keys of this form are allowed besides: `admission.bindingKeys.SERIAL`.
    static final String BINDING_KEYS = "admission.bindingKeys.";

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
                    Key.DAY_SECONDS,
                    "The longest wait for the reply to a command before it is given again or up; 0: as usual, a minute, ten for files.");
    public static final Key<Integer> GAP_GRACE =
            Key.integer(
                    "commands.gapGraceSeconds",
                    120,
                    1,
                    Key.DAY_SECONDS,
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

    /// Every key, in order.
    public static final List<Key<?>> ALL =
            Stream.<List<Key<?>>>of(
                            List.of(
                                    ZONE,
                                    CLOCK_TRUST,
                                    PROVISION,
                                    SHARING,
                                    RECONCILE_AT,
                                    UNKNOWN_PERSON),
                            TerminalKeys.ALL,
                            List.of(
                                    TLS_CERTIFICATE,
                                    TLS_KEY,
                                    TLS_NAMES,
                                    KEY_EXCHANGE,
                                    FILES_FOLDER,
                                    WAKE_UP,
                                    WAKE_UP_PORT,
                                    ADMISSION_POLICY),
                            OptionKeys.ALL,
                            MeetingKeys.ALL,
                            List.of(
                                    POWERFUL,
                                    PATIENCE,
                                    GAP_GRACE,
                                    SEGMENT_BYTES,
                                    SEGMENTS,
                                    SYNC,
                                    CONTENTS,
                                    SEAL_KEY_FILE),
                            ReceiverKeys.ALL,
                            ConsoleKeys.ALL)
                    .flatMap(List::stream)
                    .toList();

    private Keys() {}

    private static ZoneId zone(String text) {
        try {
            return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such zone", e);
        }
    }
}
