package io.larder.server.protocol;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts a body into replies, on bytes, looking at each byte a fixed number of times. Three shapes,
/// any number of them in one body:
///
/// ```
/// ID=1&Return=0&CMD=DATA LF                          one line (one vendor example has no LF)
/// ID=2&Return=0&CMD=INFO LF  ~DeviceName=X628 LF  …  up to a line that is a reply, or the end
/// ID=3 LF SN=4 LF Return=5 LF CMD=GetFile LF FILENAME=a LF Content=…       up to the end
/// ```
///
/// Nothing is percent-decoded; blanks around names and values are padding. Sources: PROTOCOL.md
/// 3.3; traps T-041, T-057, T-064, T-085, T-086.
final class ReplyReader {
    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final byte AMPERSAND = '&';
    private static final byte EQUALS = '=';

    /// Fifty answers full of commands. More are no replies: reading them would cost much more
    /// memory than the body has.
    private static final int MOST_REPLIES = 10_000;

    /// Of all replies of a body; those beyond stay in the raw bytes only.
    private static final int MOST_VALUES = 10_000;

    /// Words that terminals put behind `CMD=`: one that is cut can be told from a whole one.
    private static final Set<String> WORDS =
            Set.of(
                    "DATA",
                    "UPDATE",
                    "DELETE",
                    "QUERY",
                    "CLEAR",
                    "CLEAR_LOG",
                    "CLEAR_DATA",
                    "CLEAR_PHOTO",
                    "INFO",
                    "SET OPTION",
                    "GET OPTION",
                    "RELOAD OPTIONS",
                    "REBOOT",
                    "CHECK",
                    "SYNC",
                    "COLL",
                    "ACCOUNT",
                    "VERIFY SUM",
                    "GETFILE",
                    "PUTFILE",
                    "SHELL",
                    "LOG",
                    "SMS",
                    "ENROLL_FP",
                    "AC_UNLOCK",
                    "AC_UNALARM");

    private final Bytes body;
    private final List<CommandReply> replies = new ArrayList<>();
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private int at;
    private int values;

    ReplyReader(Bytes body) {
        this.body = body;
    }

    Replies read() {
        while (at < body.length() && replies.size() < MOST_REPLIES) {
            int from = at;
            Bytes line = line();
            if (isBlank(line)) {
                at = behind(line);
            } else {
                ReplyDraft draft = new ReplyDraft(MOST_VALUES - values);
                boolean whole =
                        line.indexOf(AMPERSAND, 0) >= 0 ? oneLine(line, draft) : manyLines(draft);
                finish(from, draft, whole);
            }
        }
        rest.writeBytes(body.slice(at, body.length()).toArray());
        return new Replies(replies, Bytes.wrap(rest.toByteArray()));
    }

    private void finish(int from, ReplyDraft draft, boolean whole) {
        Bytes raw = body.slice(from, at);
        if (whole && draft.isReply()) {
            values += draft.size();
            replies.add(draft.reply(draft.hasContent() ? raw : withoutLineEnd(raw)));
        } else {
            rest.writeBytes(raw.toArray());
        }
    }

    /// Reads a line of `key=value` joined by `&`, and what belongs to it behind it. False when the
    /// line is cut.
    private boolean oneLine(Bytes line, ReplyDraft draft) {
        int content = contentPart(line);
        Bytes head = content < 0 ? line : line.slice(0, content);
        String lastPart = takeParts(Text.decode(head), draft);
        if (content >= 0) {
            takeContent(at + line.indexOf(EQUALS, content) + 1, draft);
            return true;
        }
        boolean last = at + line.length() == body.length();
        at = behind(line);
        if (draft.isInfo()) {
            takeInfo(draft);
        }
        return !(last && isCut(lastPart));
    }

    /// Takes each part of a line; gives the last one.
    private static String takeParts(String line, ReplyDraft draft) {
        int from = 0;
        for (int end = line.indexOf('&'); end >= 0; end = line.indexOf('&', from)) {
            draft.put(line.substring(from, end));
            from = end + 1;
        }
        draft.put(line.substring(from));
        return line.substring(from);
    }

    private void takeInfo(ReplyDraft draft) {
        while (at < body.length()) {
            Bytes line = line();
            if (isReply(line)) {
                return;
            }
            draft.putValue(Text.decode(line));
            at = behind(line);
        }
    }

    /// Reads lines of `key=value` up to `Content=`, which runs to the end of the body, or up to the
    /// next reply.
    private boolean manyLines(ReplyDraft draft) {
        while (at < body.length()) {
            Bytes line = line();
            if (isReply(line) || (draft.hasId() && isId(line))) {
                return true;
            }
            if (isContent(line, 0)) {
                takeContent(at + line.indexOf(EQUALS, 0) + 1, draft);
                return true;
            }
            draft.put(Text.decode(line));
            at = behind(line);
        }
        return true;
    }

    private void takeContent(int from, ReplyDraft draft) {
        draft.content(body.slice(from, body.length()));
        at = body.length();
    }

    /// Where the part that begins with `Content=` begins, or -1.
    private static int contentPart(Bytes line) {
        for (int part = 0; part >= 0; part = next(line, part)) {
            if (isContent(line, part)) {
                return part;
            }
        }
        return -1;
    }

    /// Begins with `ID=` and has a part `Return=`.
    private static boolean isReply(Bytes line) {
        if (!isId(line)) {
            return false;
        }
        for (int part = next(line, 0); part >= 0; part = next(line, part)) {
            if (has(line, part, "return=")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isId(Bytes line) {
        return has(line, 0, "id=");
    }

    private static boolean isContent(Bytes line, int part) {
        return has(line, part, "content=");
    }

    /// Where the part behind the one at `part` begins, or -1 when it was the last.
    private static int next(Bytes line, int part) {
        int ampersand = line.indexOf(AMPERSAND, part);
        return ampersand < 0 ? -1 : ampersand + 1;
    }

    /// True when `name`, in small letters, follows at `from`, blanks before it left out.
    private static boolean has(Bytes line, int from, String name) {
        int start = from;
        while (start < line.length() && line.at(start) == ' ') {
            start++;
        }
        if (line.length() - start < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase((char) (line.at(start + i) & 0xFF)) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// True when the last part of a line that nothing ends is visibly not all of it. A number that
    /// lost its last digits cannot be told from a whole one.
    private static boolean isCut(String part) {
        int equals = part.indexOf('=');
        String value = part.substring(equals + 1).strip();
        if (equals < 0 || value.isEmpty() || value.equals("-")) {
            return true;
        }
        String word = value.toUpperCase(Locale.ROOT);
        return part.substring(0, equals).strip().equalsIgnoreCase("CMD")
                && !WORDS.contains(word)
                && WORDS.stream().anyMatch(whole -> whole.startsWith(word));
    }

    /// The line that begins at [#at], without its end.
    private Bytes line() {
        int lf = body.indexOf(LF, at);
        Bytes line = withoutCr(body.slice(at, lf < 0 ? body.length() : lf));
        int joint = isId(line) ? joint(line) : -1;
        return joint < 0 ? line : line.slice(0, joint);
    }

    /// Where the next reply begins when nothing stands between the two, or -1:
    /// `…&CMD=DATAID=2&Return=0…`.
    private static int joint(Bytes line) {
        for (int part = next(line, 0); part >= 0; part = next(line, part)) {
            int following = next(line, part);
            boolean returns = following >= 0 && has(line, following, "return=");
            if (returns && has(line, part, "cmd=")) {
                for (int at = part + "CMD=".length() + 1; at < following; at++) {
                    if (line.slice(at, following).startsWith("ID=")) {
                        return at;
                    }
                }
            }
        }
        return -1;
    }

    /// Where the line behind `line`, which begins at [#at], begins.
    private int behind(Bytes line) {
        int end = at + line.length();
        if (end < body.length() && body.at(end) != LF && body.at(end) != CR) {
            return end;
        }
        int lf = body.indexOf(LF, at + line.length());
        return lf < 0 ? body.length() : lf + 1;
    }

    private static Bytes withoutLineEnd(Bytes raw) {
        int length = raw.length();
        return length > 0 && raw.at(length - 1) == LF ? withoutCr(raw.slice(0, length - 1)) : raw;
    }

    private static Bytes withoutCr(Bytes line) {
        int length = line.length();
        return length > 0 && line.at(length - 1) == CR ? line.slice(0, length - 1) : line;
    }

    private static boolean isBlank(Bytes line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.at(i) != ' ' && line.at(i) != '\t' && line.at(i) != CR) {
                return false;
            }
        }
        return true;
    }
}
