/// Secrets that do not print themselves, hashes of passwords, and digests over bytes.
@NullMarked
package io.larder.crypto;

import org.jspecify.annotations.NullMarked;
