/// The terminals' key exchange as an interface: any set of algorithms can stand behind it, also a
/// vendor's library. Nothing here but Java's own types crosses it.
@NullMarked
package io.larder.crypto.keyexchange;

import org.jspecify.annotations.NullMarked;
