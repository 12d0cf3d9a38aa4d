package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.time.LocalDateTime;

/// A record that a terminal keeps, with the row that it was sent as.
record Kept(long recNo, LocalDateTime time, String card, Bytes row) {}
