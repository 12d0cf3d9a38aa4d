package io.larder.server.exchange;

import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Taker;
import io.larder.server.terminal.Facts;
import java.util.Map;
import java.util.Set;

/// What attendance terminals can take, as their family says it. Templates of whose algorithm nobody
/// says are for terminals of the oldest generation, which never say; a newer one that has not said
/// yet will.
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

    private Takers() {}

    /// By the facts about a terminal.
    public static Taker of(Map<String, String> facts) {
        return new Attendance(new Capabilities(Facts.said(facts), Facts.info(facts)));
    }
}
