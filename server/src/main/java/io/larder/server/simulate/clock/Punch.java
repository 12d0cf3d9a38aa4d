package io.larder.server.simulate.clock;

import java.time.LocalDateTime;

/// One attendance record.
///
/// @param time what the terminal's clock showed
/// @param status 0 in, 1 out and so on (PROTOCOL.md 7.3)
/// @param verify how the person was recognised, by the numbers of the generation (7.4)
public record Punch(String pin, LocalDateTime time, int status, int verify) {}
