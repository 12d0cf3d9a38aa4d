package io.larder.server.exchange;

import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.site.Taker;
import io.larder.server.terminal.Facts;
import java.util.Map;

/// What attendance terminals can take, as their family says it. Where one side does not say of
/// which algorithm its templates are, the other must not say either: terminals of one make then.
public final class Takers {
    private record Attendance(Capabilities capabilities) implements Taker {
        @Override
        public boolean takes(int type, String version) {
            boolean bothSay = version.isEmpty() == capabilities.version(type).isEmpty();
            return bothSay && capabilities.takes(type, version);
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
