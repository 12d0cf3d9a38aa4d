/// The algorithm set `larder-1`: RSA-2048 OAEP, HKDF-SHA-256, AES-256-GCM. Made for this program,
/// described in `docs/key-exchange.md`, known to no terminal that can be bought.
@NullMarked
package io.larder.crypto.larder1;

import org.jspecify.annotations.NullMarked;
