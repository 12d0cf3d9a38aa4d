package io.larder.server.command;

/// The item of the site's data that a command tells a terminal, and the digest of what it tells; an
/// empty digest: the item is deleted. An `urgent` one goes before all others.
public record ItemRef(String kind, String key, String digest, boolean urgent) {}
