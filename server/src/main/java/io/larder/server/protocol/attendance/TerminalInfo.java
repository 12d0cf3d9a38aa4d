package io.larder.server.protocol.attendance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a terminal says of itself in a poll.
///
/// ```
/// INFO=firmware,users,fingerprints,records,ip[,fpVersion[,faceVersion,facesPerPerson,faces,flags
///     [,cards,userPictures,punchPictures]]]
/// ```
///
/// Flags are digits for fingerprints, faces, user pictures, comparison photos and visible-light
/// templates; what is missing is taken as fingerprints only (trap T-069). An algorithm of -1 means
/// that the terminal has none. Numbers that are missing or none are empty. Source: PROTOCOL.md
/// 1.2.7.
public record TerminalInfo(
        String firmware,
        OptionalInt users,
        OptionalInt fingerprints,
        OptionalInt records,
        String ip,
        OptionalInt fpVersion,
        OptionalInt faceVersion,
        OptionalInt facesPerPerson,
        OptionalInt faces,
        Flags flags,
        OptionalInt cards,
        OptionalInt userPictures,
        OptionalInt punchPictures) {
    /// Under this name the newest one that was written down is kept among what the terminal said.
    public static final String FACT = "poll.info";

    private static final int FEWEST = 5;
    private static final int NONE = -1;
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern DIGITS = Pattern.compile("[01]{1,16}");

    /// What may be sent to the terminal; `said` is false when these are only the usual ones.
    public record Flags(
            boolean said,
            boolean fp,
            boolean face,
            boolean userPic,
            boolean bioPhoto,
            boolean bioData) {
        /// What holds when nothing is said.
        public static final Flags USUAL = new Flags(false, true, false, false, false, false);

        static Flags read(String digits) {
            return DIGITS.matcher(digits).matches()
                    ? new Flags(
                            true,
                            digits.charAt(0) == '1',
                            isSet(digits, 1),
                            isSet(digits, 2),
                            isSet(digits, 3),
                            isSet(digits, 4))
                    : USUAL;
        }

        private static boolean isSet(String digits, int index) {
            return index < digits.length() && digits.charAt(index) == '1';
        }
    }

    /// Reads the value of `INFO`; empty when it has fewer than five fields. Only commas separate:
    /// the firmware holds blanks.
    public static Optional<TerminalInfo> read(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length < FEWEST || fields[0].isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                new TerminalInfo(
                        fields[0].strip(),
                        number(fields, 1),
                        number(fields, 2),
                        number(fields, 3),
                        fields[4].strip(),
                        number(fields, 5),
                        number(fields, 6),
                        number(fields, 7),
                        number(fields, 8),
                        Flags.read(text(fields, 9)),
                        number(fields, 10),
                        number(fields, 11),
                        number(fields, 12)));
    }

    /// True when the terminal says that it knows no faces.
    public boolean isWithoutFaces() {
        return faceVersion.orElse(0) == NONE;
    }

    /// What does not change from day to day, by name: worth an entry when it does.
    public Map<String, String> lasting() {
        Map<String, String> lasting = new TreeMap<>();
        lasting.put("firmware", firmware);
        fpVersion.ifPresent(version -> lasting.put("poll.fpversion", Integer.toString(version)));
        faceVersion.ifPresent(
                version -> lasting.put("poll.faceversion", Integer.toString(version)));
        if (flags.said) {
            lasting.put(
                    "poll.flags",
                    digit(flags.fp)
                            + digit(flags.face)
                            + digit(flags.userPic)
                            + digit(flags.bioPhoto)
                            + digit(flags.bioData));
        }
        return lasting;
    }

    /// How full the terminal is, by name; what it did not say is left out.
    public Map<String, Object> counts() {
        Map<String, Object> counts = new LinkedHashMap<>();
        put(counts, "users", users);
        put(counts, "fingerprints", fingerprints);
        put(counts, "records", records);
        put(counts, "faces", faces);
        put(counts, "cards", cards);
        put(counts, "userPictures", userPictures);
        put(counts, "punchPictures", punchPictures);
        return counts;
    }

    private static void put(Map<String, Object> counts, String name, OptionalInt count) {
        count.ifPresent(value -> counts.put(name, (long) value));
    }

    private static String digit(boolean set) {
        return set ? "1" : "0";
    }

    private static String text(String[] fields, int index) {
        return index < fields.length ? fields[index].strip() : "";
    }

    private static OptionalInt number(String[] fields, int index) {
        String text = text(fields, index);
        return NUMBER.matcher(text).matches()
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }
}
