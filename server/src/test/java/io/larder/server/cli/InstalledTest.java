package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Where an installed program finds its box.
class InstalledTest {
    @TempDir private Path folder;

    private static CommandLine installed(String data) {
        return Main.commandLine(Map.of("LARDER_DATA", data, "LARDER_CONFIG", "/etc/box.yaml"));
    }

    private static Object value(CommandLine larder, String option, String... args) {
        CommandLine.ParseResult last = larder.parseArgs(args);
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        OptionSpec found = last.commandSpec().findOption(option);
        return String.valueOf(found.<Object>getValue());
    }

    @Test
    void commandsUseTheInstalledBoxUnlessTheyAreToldAnother() {
        CommandLine larder = installed("/srv/box");

        assertThat(value(larder, "--data", "show")).isEqualTo("/srv/box");
        assertThat(value(larder, "--config", "show")).isEqualTo("/etc/box.yaml");
        assertThat(value(larder, "--data", "show", "--data", "/x")).isEqualTo("/x");
        assertThat(value(larder, "--data", "clock", "show")).isEqualTo("/srv/box");
        assertThat(value(larder, "--data", "boxes", "quota", "b", "1")).isEqualTo("/srv/box");
    }

    @Test
    void theDemoNeverPlaysInTheInstalledBox() {
        assertThat(value(installed("/srv/box"), "--data", "demo")).isEqualTo("null");
    }

    @Test
    void withoutAnInstalledBoxTheFolderMustBeNamed() {
        StringWriter err = new StringWriter();

        int code = Main.commandLine(Map.of()).setErr(new PrintWriter(err, true)).execute("show");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("Missing required option: '--data=DIR'");
    }

    @Test
    void everyCommandHasAPageInTheManual() throws IOException {
        Commands.Ended ended = Commands.run("manual", folder);

        assertThat(ended).isEqualTo(new Commands.Ended(0, "", ""));
        try (var pages = Files.list(folder.resolve("man1"))) {
            List<String> names = pages.map(each -> each.getFileName().toString()).sorted().toList();
            assertThat(names)
                    .contains("larder.1", "larder-serve.1", "larder-boxes-quota.1")
                    .doesNotContain("larder-manual.1");
        }
        assertThat(folder.resolve("larder")).content().startsWith("#!/usr/bin/env bash");
    }

    @Test
    void aFileOfTheOwnerIsCheckedWithoutABox() throws IOException {
        Path good = Files.writeString(folder.resolve("good.yaml"), "terminal.port: 9000\n");
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "terminal.prot: 9000\n");

        assertThat(Commands.run("config", "--check", good))
                .isEqualTo(new Commands.Ended(0, "terminal.port: 9000\n", ""));
        Commands.Ended refused = Commands.run("config", "--check", bad);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("terminal.prot is no key");
    }

    /// Nobody is there to correct a file that was taken and stops the start.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstreams.hq.url: hq.example:8090 | upstreams.hq.url",
                "upstreams.hq: {kind: mqtt, url: 'http://hq.example'} | upstreams.hq.url",
                "upstreams.hq: {kind: mqtt, url: 'mqtt://hq.example', password: p} | upstreams.hq.user",
                "upstreams.hq: {kind: kafka, url: 'kafka://hq.example'} | upstreams.hq.url",
                "upstreams.hq: {kind: push, url: 'http://hq.example/path'} | upstreams.hq.url",
                "upstreams.hq: {url: 'http://hq.example:8090', fingerprint: 00ff} | upstreams.hq.fingerprint",
                "upstreams.hq: {url: 'https://hq.example:8090', hours: 25:00-26:00} | upstreams.hq.hours",
                "console: {host: 0.0.0.0} | console.host",
                "receive: {host: 0.0.0.0, port: 8090} | receive.token",
                "meeting.productId: P1 | meeting.productId",
                "tls.key: box.key | tls.certificate",
                "terminal.maxBodyBytes: 999999999 | terminal.maxBodyBytes",
            })
    void whatWouldNotStartIsRefusedWhenItIsChecked(String line, String key) throws IOException {
        Path file = Files.writeString(folder.resolve("owner.yaml"), line + "\n");

        Commands.Ended refused = Commands.run("config", "--check", file);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(": " + key + " is ").contains(", expected ");
        assertThat(Commands.run("serve", "--data", folder.resolve("box"), "--config", file).err())
                .isEqualTo(refused.err());
    }

    @Test
    void aPageSaysWhatHelpSays() {
        CommandLine.ParseResult config = Main.commandLine().parseArgs("config").subcommand();

        assertThat(new ManualPage(config.commandSpec()).text())
                .isEqualTo(
                        """
                        .TH LARDER\\-CONFIG 1 "" "Larder (not packaged)" "Larder"
                        .SH NAME
                        larder\\-config \\- Prints a configuration file with every key, its default and what it takes
                        .SH SYNOPSIS
                        .nf
                        larder config [\\-\\-blank] [\\-\\-check=FILE] [\\-h] [\\-V]
                        .fi
                        .SH DESCRIPTION
                        Prints a configuration file with every key, its default and what it takes.
                        .SH OPTIONS
                        .TP
                        \\fB\\-\\-blank\\fR
                        With a # before each key: a file that sets nothing yet.
                        .TP
                        \\fB\\-\\-check\\fR=\\fIFILE\\fR
                        Reads FILE as serve does and prints what it sets, without secrets, or what is wrong with it.
                        .TP
                        \\fB\\-h\\fR, \\fB\\-\\-help\\fR
                        Show this help message and exit.
                        .TP
                        \\fB\\-V\\fR, \\fB\\-\\-version\\fR
                        Print version information and exit.
                        .SH SEE ALSO
                        \\fBlarder\\fR(1)
                        """);
    }
}
