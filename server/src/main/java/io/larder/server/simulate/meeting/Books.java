package io.larder.server.simulate.meeting;

import io.larder.server.simulate.Obligations;

/// Where what terminals did and found is written down.
record Books(Obligations obligations, MeetingTally tally, Findings findings) {}
