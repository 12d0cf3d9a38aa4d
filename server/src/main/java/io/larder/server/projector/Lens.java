package io.larder.server.projector;

import io.larder.crypto.Seal;
import io.larder.server.site.Taker;
import java.time.ZoneId;

/// Through what the journal is read: what uploads mean, which clock the site goes by, and what
/// closes the secrets that terminals say, and what terminals can take of people.
public record Lens(Understanding understanding, ZoneId zone, Seal seal, Taker.Judge takers) {}
