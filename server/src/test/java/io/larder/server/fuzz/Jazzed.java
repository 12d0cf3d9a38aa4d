package io.larder.server.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;

/// One target as Jazzer calls it: which one, and in which empty folder, say the properties
/// `larder.fuzz.target` and `larder.fuzz.folder`.
public final class Jazzed {
    static final String TARGET = "larder.fuzz.target";
    static final String FOLDER = "larder.fuzz.folder";

    private static final FuzzTarget OPEN = open();

    private Jazzed() {}

    private static FuzzTarget open() {
        try {
            return FuzzTargets.valueOf(System.getProperty(TARGET, "").toUpperCase(Locale.ROOT))
                    .open(Path.of(System.getProperty(FOLDER, "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it throws is a finding.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        OPEN.hold(input);
    }

    /// After the last one.
    public static void fuzzerTearDown() throws IOException {
        OPEN.close();
    }
}
