package io.larder.server.simulate.clock;

import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What a power cut takes: the request under way, replies and pictures of fingers that wait, and
/// what the box said.
final class Ram {
    boolean initialised;

    /// The box is asked for options again when all answers are out.
    boolean reloadDue;

    Told told = Told.NOTHING;
    Optional<Errand> open = Optional.empty();

    /// The answer to [#open] was lost or not as wanted.
    boolean inDoubt;

    final Deque<Said> answers = new ArrayDeque<>();

    /// The terminal starts anew when all answers are out.
    boolean restartDue;

    LocalDateTime nextPoll = LocalDateTime.MIN;
    String lastInfo = "";
}
