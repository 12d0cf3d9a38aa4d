package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// What a canteen terminal is told at initialisation, apart from its bookmarks. `pushProtVer` is
/// the highest version that this box speaks; null suppresses the option. Source: PROTOCOL.md 4.1.
public record CanteenSettings(
        Pace pace,
        String transFlag,
        boolean allowOnline,
        int machineType,
        int customSector,
        ZoneOffset zone,
        @Nullable Version pushProtVer,
        CardSectors cardSectors) {
    private static final int LONGEST_TRANS_FLAG = 90;
    private static final int MOST_SECTOR = 255;

    /// Where the cards keep their money and the password that opens them; null is not sent.
    public record CardSectors(
            @Nullable Integer useSection,
            @Nullable Integer backSection,
            @Nullable String cardPass) {
        /// Nothing configured, nothing sent.
        public static final CardSectors NONE = new CardSectors(null, null, null);

        /// Throws `IllegalArgumentException` naming the option that is out of range.
        public CardSectors {
            sector("UseSection", useSection);
            sector("BackSection", backSection);
            if (cardPass != null && !cardPass.matches("[!-~]{1,64}")) {
                throw new IllegalArgumentException(
                        "CardPass has "
                                + cardPass.length()
                                + " characters, expected 1 to 64 printable ones without blanks");
            }
        }

        private static void sector(String key, @Nullable Integer value) {
            if (value != null) {
                Pace.within(key, value, 0, MOST_SECTOR, "(a sector number)");
            }
        }

        /// Without the card password.
        @Override
        public String toString() {
            return "CardSectors[useSection="
                    + useSection
                    + ", backSection="
                    + backSection
                    + ", cardPass="
                    + (cardPass == null ? "none" : "***")
                    + "]";
        }
    }

    /// Throws `IllegalArgumentException` naming option, value and what was expected.
    public CanteenSettings {
        Pace.within("MachineType", machineType, 0, 2, "(0 purchases, 1 top-ups, 2 subsidies)");
        Pace.within("CustomSector", customSector, 0, MOST_SECTOR, "(a sector number)");
        if (!transFlag.matches("[!-~]{1,90}")) {
            throw new IllegalArgumentException(
                    "TransFlag has "
                            + transFlag.length()
                            + " characters, expected 1 to "
                            + LONGEST_TRANS_FLAG
                            + " printable ones without blanks");
        }
    }

    /// What the document's example shows, for a site in `zone`.
    public static CanteenSettings standard(ZoneOffset zone) {
        return new CanteenSettings(
                Pace.STANDARD,
                "1111101011",
                false,
                0,
                1,
                zone,
                Version.of(2, 3, 0),
                CardSectors.NONE);
    }

    /// The same with another highest version, null for none.
    public CanteenSettings speaking(@Nullable Version version) {
        return new CanteenSettings(
                pace,
                transFlag,
                allowOnline,
                machineType,
                customSector,
                zone,
                version,
                cardSectors);
    }

    /// The same for another machine type.
    public CanteenSettings machine(int type) {
        return new CanteenSettings(
                pace, transFlag, allowOnline, type, customSector, zone, pushProtVer, cardSectors);
    }

    /// The same for a site whose clock is `zone` now.
    public CanteenSettings in(ZoneOffset now) {
        return new CanteenSettings(
                pace,
                transFlag,
                allowOnline,
                machineType,
                customSector,
                now,
                pushProtVer,
                cardSectors);
    }
}
