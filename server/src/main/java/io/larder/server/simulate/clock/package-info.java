/// Attendance terminals of three generations as state machines without sockets: they enrol, punch,
/// take photos, poll and obey, lose their power and their answers, and remember what they owe.
/// Written from PROTOCOL.md and not from the box, so that the two share no mistake.
@NullMarked
package io.larder.server.simulate.clock;

import org.jspecify.annotations.NullMarked;
