package io.larder.server.config;

/// What stands at the other end of a way up.
public enum UpstreamKind {
    /// Another Larder, or a program that follows docs/upstream.md.
    LARDER,
    /// A server of the terminals' own protocol, docs/push-replay.md.
    PUSH
}
