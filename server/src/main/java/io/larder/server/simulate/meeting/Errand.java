package io.larder.server.simulate.meeting;

import java.util.List;
import java.util.Optional;

/// A message to be said until the box says that it is done, always with the same number and the
/// same text; `ids` are what the box owes from then on, `file` is sent before it.
record Errand(String mid, String text, List<String> ids, Optional<Parcel> file) {}
