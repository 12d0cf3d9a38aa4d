package io.larder.server.simulate;

/// Return codes of canteen terminals (PROTOCOL.md table return_codes).
final class Codes {
    static final long DONE = 0;
    static final long PARAMETER = -1;
    static final long ACCESS = -3;
    static final long FULL = -1001;
    static final long UNSUPPORTED = -1002;
    static final long CONFIGURATION = -1004;
    static final long BUSY = -1005;
    static final long TOO_LONG = -1006;
    static final long FETCH = -1008;

    private Codes() {}
}
