package io.larder.server.simulate.meeting;

import java.time.OffsetDateTime;

/// Somebody passed the terminal.
///
/// @param meeting a meeting, or a room
/// @param style how they were recognised
/// @param status 0 signed in, 1 signed out, 255 neither
/// @param category 0 one of the house, 4 a visitor
/// @param type 0 a sign-in, 1 a sign-out, 255 neither
record Visit(
        long logId,
        String pin,
        String meeting,
        OffsetDateTime time,
        int style,
        int status,
        int category,
        int type) {}
