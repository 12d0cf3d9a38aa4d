package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bodies that carry replies (PROTOCOL.md 3.3). Replies in lines may share a body, in which
/// facts follow their line; content runs to the end of a body and so has one for itself:
///
/// ```
/// line    = "ID=" id ["&SN=" serial] "&Return=" code ["&CMD=" command] LF
/// facts   = line (key "=" value LF)*
/// shell   = "ID=" id LF "SN=" serial LF "Return=" code LF "CMD=Shell" LF "FILENAME=" file LF "Content=" bytes
/// getfile = "ID=" id LF "SN=" serial LF "FILENAME=" file LF "CMD=GetFile" LF "Return=" size LF "Content=" bytes [LF]
/// ```
final class Replies {
    private final Serial serial;
    private final Dialect dialect;
    private final List<Bytes> bodies = new ArrayList<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    private Replies(Serial serial, Dialect dialect) {
        this.serial = serial;
        this.dialect = dialect;
    }

    /// The bodies that say `replies`, in their order.
    static List<Bytes> bodies(List<Reply> replies, Serial serial, Dialect dialect) {
        Replies writing = new Replies(serial, dialect);
        for (Reply reply : replies) {
            writing.add(reply);
        }
        writing.closeBody();
        return writing.bodies;
    }

    private void add(Reply reply) {
        switch (reply) {
            case Reply.Line(String id, long code, String command) -> line(id, code, command);
            case Reply.Facts facts -> {
                line(facts.id(), facts.code(), "INFO");
                facts.facts().forEach((key, value) -> say(key + "=" + value + "\n"));
            }
            case Reply.Content content -> {
                closeBody();
                bodies.add(written(content));
            }
            case Reply.Silence _ -> {}
        }
        if (dialect.oneByOne()) {
            closeBody();
        }
    }

    private void line(String id, long code, String command) {
        say("ID=" + id + (dialect.namesItself() ? "&SN=" + serial : "") + "&Return=" + code);
        say((command.isEmpty() ? "" : "&CMD=" + command) + "\n");
    }

    private void say(String text) {
        open.writeBytes(text.getBytes(dialect.charset()));
    }

    private void closeBody() {
        byte[] whole = open.toByteArray();
        open.reset();
        if (whole.length > 0) {
            Bytes body = Bytes.wrap(whole);
            bodies.add(dialect.lastLineEnds() ? body : body.slice(0, body.length() - 1));
        }
    }

    /// The size of a file is in its reply, so that a line feed after it does no harm; nobody could
    /// tell one after the output of a shell from the output.
    private Bytes written(Reply.Content reply) {
        boolean shell = reply.command().equals("Shell");
        String code = "Return=" + reply.code() + "\n";
        String head =
                "ID="
                        + reply.id()
                        + "\nSN="
                        + serial
                        + "\n"
                        + (shell ? code : "")
                        + (shell ? "CMD=Shell\n" : "")
                        + ("FILENAME=" + reply.file() + "\n")
                        + (shell ? "" : "CMD=" + reply.command() + "\n" + code)
                        + "Content=";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        body.writeBytes(reply.content().toArray());
        if (!shell && dialect.lastLineEnds()) {
            body.write('\n');
        }
        return Bytes.wrap(body.toByteArray());
    }
}
