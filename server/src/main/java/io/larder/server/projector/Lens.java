package io.larder.server.projector;

import io.larder.crypto.Seal;
import java.time.ZoneId;

/// Through what the journal is read: what uploads mean, which clock the site goes by, and what
/// closes the secrets that terminals say.
public record Lens(Understanding understanding, ZoneId zone, Seal seal) {}
