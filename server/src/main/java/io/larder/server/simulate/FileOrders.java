package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import java.io.IOException;
import java.util.Optional;

/// GetFile, PutFile and SHELL (PROTOCOL.md 3.6).
final class FileOrders {
    private static final String HTTP = "http://";
    private static final String BASE = "/iclock/";

    /// Where packages go that have no folder of their own.
    private static final String FLASH = "/mnt/mtdblock/";

    private final TerminalMemory memory;

    FileOrders(TerminalMemory memory) {
        this.memory = memory;
    }

    Reply get(Order order) {
        String path = order.rest();
        Optional<Bytes> file = memory.file(path);
        if (file.isPresent()) {
            return new Reply.Content(order.id(), file.get().length(), "GetFile", path, file.get());
        }
        long code = path.isEmpty() ? Codes.PARAMETER : Codes.ACCESS;
        return new Reply.Line(order.id(), code, "GetFile");
    }

    /// The return code is the number of bytes.
    long put(String rest, Reach reach) {
        String[] parts = rest.split("[ \t]", 2);
        String url = parts[0];
        Optional<String> path = path(url, parts.length < 2 ? "" : parts[1]);
        if (url.isEmpty() || path.isEmpty()) {
            return Codes.PARAMETER;
        }
        try {
            Heard heard = reach.fetch(target(url));
            if (heard.status() != 200) {
                return Codes.FETCH;
            }
            memory.store(path.get(), Bytes.latin1(heard.body()));
            return heard.body().length();
        } catch (IOException _) {
            return Codes.FETCH;
        }
    }

    /// A shell that can say only what it was told.
    Reply shell(Order order) {
        if (order.rest().isEmpty()) {
            return new Reply.Line(order.id(), Codes.PARAMETER, "Shell");
        }
        Bytes printed = Bytes.latin1("# " + order.rest() + "\nID=1&Return=0\n");
        return new Reply.Content(order.id(), Codes.DONE, "Shell", "shellout.txt", printed);
    }

    /// There is one server in the world of a simulated terminal, whatever host the address names.
    private static String target(String url) {
        if (!url.startsWith(HTTP)) {
            return BASE + url;
        }
        int slash = url.indexOf('/', HTTP.length());
        return slash < 0 ? "/" : url.substring(slash);
    }

    /// Packages are unpacked into a folder, other files need a full path.
    private static Optional<String> path(String url, String path) {
        String name = url.substring(url.lastIndexOf('/') + 1);
        if (name.endsWith(".tgz")) {
            String folder = path.startsWith("/") ? path : FLASH;
            return Optional.of(folder.endsWith("/") ? folder + name : folder);
        }
        return path.startsWith("/") && !path.endsWith("/") ? Optional.of(path) : Optional.empty();
    }
}
