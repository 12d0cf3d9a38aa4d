package io.larder.server.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where commands print: UTF-8 whatever the locale, buffered, and it remembers why it could not be
/// written. A reader that has gone away (`| head`) is no failure.
final class StandardOutput extends FilterOutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private @Nullable IOException failed;

    StandardOutput(OutputStream out) {
        super(out);
    }

    /// The process's standard output.
    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out));
    }

    PrintWriter writer() {
        return new PrintWriter(
                new OutputStreamWriter(
                        new BufferedOutputStream(this, BUFFER_BYTES), StandardCharsets.UTF_8),
                true);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failed = e;
            throw e;
        }
    }

    /// Why not everything was written, except that nobody wanted to read it.
    Optional<String> failure() {
        return Optional.ofNullable(failed)
                .map(e -> String.valueOf(e.getMessage()))
                .filter(why -> !why.contains("Broken pipe"));
    }
}
