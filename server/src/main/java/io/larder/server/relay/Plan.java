package io.larder.server.relay;

/// How one upstream is served: how much at once and how patiently, what of it, and what its line
/// may carry.
public record Plan(RelayLimits limits, Selection selection, Allowance allowance) {
    /// Everything, as fast as it goes.
    public static Plan of(RelayLimits limits) {
        return new Plan(limits, Selection.ALL, Allowance.unlimited());
    }
}
