package io.larder.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir private Path folder;

    private Settings read(String file, Map<String, String> environment, String... sets)
            throws IOException {
        Path path = folder.resolve("larder.yaml");
        Files.writeString(path, file);
        return Settings.read(path, environment, List.of(sets));
    }

    @Test
    void theExampleFileIsReadAndSaysTheDefaultsAndNoUpstreamIsInUseThen() throws IOException {
        Settings settings = read(Settings.example(), Map.of());

        assertThat(settings.get(TerminalKeys.PORT)).isEqualTo(8088);
        assertThat(settings.upstreams()).isEmpty();
    }

    @Test
    void whatIsChangedInTheExampleFileIsHeardInEverySection() throws IOException {
        String changed =
                Settings.example()
                        .replace("  zone: \"\"", "  zone: Asia/Shanghai")
                        .replace("  provision: true", "  provision: false");

        Settings settings = read(changed, Map.of());

        assertThat(settings.get(Keys.ZONE)).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(settings.get(Keys.PROVISION)).isFalse();
    }

    @Test
    void theExampleFileSaysOfEachKeyWhatItIsWithoutAFile() throws IOException {
        Settings said = read(Settings.example(), Map.of());
        Settings silent = read("", Map.of());

        assertThat(Keys.ALL)
                .allSatisfy(key -> assertThat(said.get(key)).isEqualTo(silent.get(key)));
    }

    @Test
    void offNeedsNoQuotes() throws IOException {
        assertThat(read("terminal:\n  keyExchange: off\n", Map.of()).get(Keys.KEY_EXCHANGE))
                .isEqualTo(Keys.OFF);
    }

    @Test
    void theBlankFileSetsNothing() throws IOException {
        Settings settings = read(Settings.blank(), Map.of());

        assertThat(Keys.ALL).noneMatch(settings::isSet);
        assertThat(settings.upstreams()).isEmpty();
    }

    @Test
    void oneSignTakenAwayInTheBlankFileSetsThatKeyAlone() throws IOException {
        Settings settings =
                read(Settings.blank().replace("  #port: 8088", "  port: 9000"), Map.of());

        assertThat(settings.get(TerminalKeys.PORT)).isEqualTo(9000);
        assertThat(Keys.ALL).filteredOn(settings::isSet).containsExactly(TerminalKeys.PORT);
    }

    @Test
    void theBlankFileWithoutItsSignsIsTheExample() {
        assertThat(Settings.blank().replaceAll("(?m)^( +)#(?! )", "$1"))
                .isEqualTo(Settings.example());
    }

    @Test
    void theSummarySaysWhatIsSetAndOfSecretsOnlyThat() throws IOException {
        Settings settings =
                read(
                        """
                        console:
                          operatorToken: open-sesame
                        terminal.port: 8088
                        admission:
                          bindingKeys:
                            5158181900025: their-key
                        upstreams:
                          far:
                            url: http://one:1
                            token: secret-too
                        """,
                        Map.of());

        assertThat(settings.summary())
                .containsExactly(
                        "admission.bindingKeys.5158181900025: (set)",
                        "console.operatorToken: (set)",
                        "terminal.port: 8088",
                        "upstreams.far.token: (set)",
                        "upstreams.far.url: http://one:1");
    }

    @Test
    void upstreamsAreNamedInTheFileTheEnvironmentAndOnTheCommandLine() throws IOException {
        Settings settings =
                read(
                        """
                        upstreams:
                          far-away:
                            url: http://one:1
                            ordersSeconds: 5
                        """,
                        Map.of(
                                "LARDER_UPSTREAMS_FAR_AWAY_ORDERSSECONDS", "7",
                                "LARDER_UPSTREAMS_SECOND_URL", "http://two:2"),
                        "upstreams.third.url=http://three:3");

        assertThat(settings.upstreams())
                .extracting(
                        UpstreamSettings::name,
                        each -> each.get(UpstreamKeys.URL),
                        each -> each.get(UpstreamKeys.ORDERS))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("far-away", "http://one:1", 7),
                        org.assertj.core.groups.Tuple.tuple("second", "http://two:2", 10),
                        org.assertj.core.groups.Tuple.tuple("third", "http://three:3", 10));
    }

    @Test
    void anUpstreamIsRefusedWhoseNameOrKeyOrValueIsWrongOrThatIsNowhere() {
        assertThatThrownBy(() -> read("", Map.of(), "upstreams.Far Away.url=http://h:1"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("names an upstream Far Away, expected small letters");
        assertThatThrownBy(() -> read("", Map.of(), "upstreams.hq.address=http://h:1"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("upstreams.hq.address is no key, an upstream has kind, url");
        assertThatThrownBy(() ->
                        read("", Map.of(), "upstreams.hq.url=http://h:1", "upstreams.hq.kind=fax"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("upstreams.hq.kind is fax, expected one of larder");
        assertThatThrownBy(() ->
                        read(
                                "",
                                Map.of(),
                                "upstreams.a.url=http://h:1",
                                "upstreams.b.url=http://h:1"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("upstream a is there already");
        assertThatThrownBy(() ->
                        read(
                                "",
                                Map.of(),
                                "upstreams.a.kind=mqtt",
                                "upstreams.a.url=mqtt://h",
                                "upstreams.a.clientId=c",
                                "upstreams.b.kind=mqtt",
                                "upstreams.b.url=mqtt://h",
                                "upstreams.b.site=other",
                                "upstreams.b.clientId=c"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("upstreams.b.clientId is c")
                .hasMessageContaining("upstream a is there already");
        assertThatThrownBy(() -> read("", Map.of(), "upstreams.hq.token=t"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("nothing says where hq is");
    }
}
