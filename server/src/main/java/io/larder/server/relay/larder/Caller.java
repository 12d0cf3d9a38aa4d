package io.larder.server.relay.larder;

/// Who is at the other end of a request, before its body is read.
sealed interface Caller {
    /// What all that it sends at a time is counted under.
    String name();

    /// The box that its certificate was enrolled for.
    record Enrolled(String box) implements Caller {
        @Override
        public String name() {
            return box;
        }
    }

    /// Somebody at this address who knows the token that all share, or who showed a certificate and
    /// asks for nothing but to be enrolled.
    record Somebody(String address) implements Caller {
        @Override
        public String name() {
            return address;
        }
    }

    /// Nobody who is let in.
    record Turned(int status, String why) implements Caller {
        @Override
        public String name() {
            return "";
        }
    }
}
