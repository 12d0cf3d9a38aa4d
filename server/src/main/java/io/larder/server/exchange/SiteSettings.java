package io.larder.server.exchange;

import io.larder.server.protocol.attendance.AttendanceSettings;
import io.larder.server.protocol.canteen.CanteenSettings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// What terminals are told. `compactTime` writes times for old canteen terminals,
/// `requestsPerSecond` is how many one terminal may make, 0 for any number.
public record SiteSettings(
        ZoneId zone,
        CanteenSettings canteen,
        AttendanceSettings attendance,
        boolean compactTime,
        int requestsPerSecond) {
    public ZoneOffset offset(Instant now) {
        return zone.getRules().getOffset(now);
    }
}
