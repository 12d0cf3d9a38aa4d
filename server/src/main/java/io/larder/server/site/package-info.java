/// What the site must know offline: cards and people, prices, meals, subsidies. What is stated is
/// journaled, the items of the ledger follow from it, and terminals are told what they lack.
@NullMarked
package io.larder.server.site;

import org.jspecify.annotations.NullMarked;
