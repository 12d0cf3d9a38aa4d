package io.larder.server.simulate.clock;

/// How a terminal speaks (PROTOCOL.md 3.5: ATT1, ATT2, ATT4).
public enum Generation {
    /// Black and white, 2008: no `pushver`, no table names.
    CLASSIC,
    /// 2013, `pushver` 2.2.14: tables, fingerprints and near-infrared faces.
    PUSH2,
    /// Today, `pushver` 2.4.1: biometric data of any type, photos as plain bytes.
    HYBRID
}
