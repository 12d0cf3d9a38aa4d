package io.larder.server.exchange;

import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.protocol.meeting.Abilities;
import io.larder.server.record.Family;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Taker;
import io.larder.server.terminal.Facts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What attendance and meeting terminals can take, as their families say it. Templates of whose
/// algorithm nobody says are for terminals of the oldest generation, which never say; a newer one
/// that has not said yet will.
public final class Takers {
    private static final String CLASSIC = "classic";

    private record Attendance(Capabilities capabilities) implements Taker {
        private static final Set<ItemKind> KINDS =
                Set.of(ItemKind.PERSON, ItemKind.TEMPLATE, ItemKind.PHOTO);

        @Override
        public boolean has(ItemKind kind) {
            return KINDS.contains(kind);
        }

        @Override
        public boolean takes(int type, String version) {
            boolean alike =
                    version.isEmpty()
                            ? capabilities.generation().equals(CLASSIC)
                            : !capabilities.version(type).isEmpty();
            return alike && capabilities.takes(type, version);
        }

        @Override
        public boolean takesUserPictures() {
            return capabilities.takesUserPictures();
        }

        @Override
        public boolean takesComparisonPhotos(int type) {
            return capabilities.takesComparisonPhotos(type);
        }

        @Override
        public String version(int type) {
            return capabilities.version(type);
        }
    }

    /// A meeting terminal lists what it takes; one that has not reported yet takes nothing.
    /// Pictures for its screen cannot be told (trap T-110).
    private record Meeting(Optional<Abilities> abilities) implements Taker {
        private static final String USER = "cmd.data.update.user";
        private static final String PHOTO = "cmd.data.update.bioPhoto";

        @Override
        public boolean has(ItemKind kind) {
            return switch (kind) {
                case PERSON, TEMPLATE -> lists(USER);
                case PHOTO -> lists(PHOTO);
                case BADGE -> lists("cmd.data.update.multiCard");
                case ROOM -> lists("cmd.option.set");
                case MEETING -> lists("cmd.data.update.meeting");
                case MEMBER -> lists("cmd.data.update.meetingMember");
                case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY -> false;
            };
        }

        private boolean lists(String function) {
            return abilities.filter(one -> one.takes(function)).isPresent();
        }

        @Override
        public boolean takes(int type, String version) {
            return lists(USER)
                    && abilities.filter(one -> one.takesTemplates(type)).isPresent()
                    && !major(version).isEmpty()
                    && major(version).equals(major(version(type)));
        }

        private static String major(String version) {
            int dot = version.indexOf('.');
            return dot < 0 ? version : version.substring(0, dot);
        }

        @Override
        public boolean takesUserPictures() {
            return false;
        }

        @Override
        public boolean takesComparisonPhotos(int type) {
            return lists(PHOTO) && abilities.filter(one -> one.takesPhotos(type)).isPresent();
        }

        @Override
        public String version(int type) {
            return abilities.map(one -> one.templateVersion(type)).orElse("");
        }

        @Override
        public boolean takesValidity() {
            return abilities.filter(Abilities::isPlain).isEmpty();
        }
    }

    private Takers() {}

    /// By the facts about a terminal.
    public static Taker of(Map<String, String> facts) {
        if (Family.MEETING.word().equals(facts.get(Facts.FAMILY))) {
            Map<String, String> said = new HashMap<>(Facts.info(facts));
            said.putAll(Facts.said(facts));
            return new Meeting(Abilities.of(said));
        }
        return new Attendance(new Capabilities(Facts.said(facts), Facts.info(facts)));
    }
}
