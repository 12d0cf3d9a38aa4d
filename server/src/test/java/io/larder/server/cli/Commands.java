package io.larder.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// Runs commands of the program in this process.
final class Commands {
    /// What a command printed and how it ended.
    record Ended(int code, String out, String err) {}

    private Commands() {}

    static Ended run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ended(code, out.toString(), err.toString());
    }

    static int run(PrintWriter out, PrintWriter err, Object... args) {
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        CommandLine larder = Main.commandLine().setOut(out).setErr(err);
        return larder.execute(texts);
    }
}
