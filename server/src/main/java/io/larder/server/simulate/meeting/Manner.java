package io.larder.server.simulate.meeting;

import java.util.SplittableRandom;

/// What firmware of one document does differently all the same.
///
/// @param plural says `verifyLogs`
/// @param recordType says `recordType`, and not `recodeType` as printed
/// @param dialog says `contentFileDialog`
/// @param innerSerial says `Sn` within the report
/// @param numbers writes numbers where texts are meant
/// @param binary sends binary frames
/// @param fragments most frames of a message
/// @param bioEntries places in lists by kind of biometrics: 9, 10 or 11
/// @param hexStyles writes ways to verify as eight hex digits
/// @param countedMids counts messages instead of drawing their numbers
/// @param bareReplies replies to commands without the number of the command
/// @param packageKb largest message it takes and sends
/// @param pending most commands it takes at once
/// @param scene 1 with, 2 without time zones and permissions
record Manner(
        boolean plural,
        boolean recordType,
        boolean dialog,
        boolean innerSerial,
        boolean numbers,
        boolean binary,
        int fragments,
        int bioEntries,
        boolean hexStyles,
        boolean countedMids,
        boolean bareReplies,
        int packageKb,
        int pending,
        int scene) {
    /// To the letter of the document.
    static final Manner PRINTED =
            new Manner(
                    false, false, false, false, false, false, 1, 10, false, false, false, 64, 20,
                    1);

    /// Which firmware the terminal at `place` has; the first has the printed one.
    static Manner of(int place) {
        if (place == 0) {
            return PRINTED;
        }
        SplittableRandom random = new SplittableRandom(place);
        return new Manner(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                place % 3 == 2,
                place % 4 == 1,
                random.nextInt(1, 5),
                random.nextInt(9, 12),
                random.nextBoolean(),
                random.nextBoolean(),
                place % 5 == 3,
                place % 6 == 4 ? 8 : 64,
                place % 2 == 1 ? 1 : 20,
                random.nextInt(1, 3));
    }
}
