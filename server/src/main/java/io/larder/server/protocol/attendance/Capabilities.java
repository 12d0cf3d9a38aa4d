package io.larder.server.protocol.attendance;

import java.util.Map;

/// Stub until the real one is merged.
public final class Capabilities {
    private Capabilities() {}

    public static Capabilities of(Map<String, String> facts) {
        return new Capabilities();
    }

    public boolean takes(int type, String version) {
        return true;
    }

    public boolean takesUserPictures() {
        return true;
    }

    public boolean takesComparisonPhotos(int type) {
        return true;
    }

    public String version(int type) {
        return "";
    }
}
