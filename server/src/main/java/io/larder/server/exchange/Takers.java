package io.larder.server.exchange;

import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.site.Taker;
import java.util.Map;

/// What attendance terminals can take, as their family says it.
public final class Takers {
    private record Attendance(Capabilities capabilities) implements Taker {
        @Override
        public boolean takes(int type, String version) {
            return capabilities.takes(type, version);
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
        return new Attendance(Capabilities.of(facts));
    }
}
