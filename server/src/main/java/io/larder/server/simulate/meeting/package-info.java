/// Meeting terminals as real ones are: they log in, remember what they were given, report, upload
/// records with photos, obey, lose their line at any byte, and look closely at all that the box
/// says. Written from PROTOCOL.md 6 and not from the box, so that the two share no mistake.
@NullMarked
package io.larder.server.simulate.meeting;

import org.jspecify.annotations.NullMarked;
