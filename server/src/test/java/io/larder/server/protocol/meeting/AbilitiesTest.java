package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbilitiesTest {
    @Test
    void aReportSaysWhatItsTerminalTakes() {
        Abilities said = Abilities.of(Said.read(Said.file("report.json")).said()).orElseThrow();

        assertThat(said.functions())
                .isEqualTo(
                        Set.of(
                                "dev.option.upload",
                                "dev.data.upload.user",
                                "cmd.data.update.user",
                                "cmd.data.delete.user"));
        assertThat(said.takesTemplates(9)).isTrue();
        assertThat(said.takesTemplates(3)).isFalse();
        assertThat(said.takesPhotos(9)).isTrue();
        assertThat(said.templateVersion(1)).isEqualTo("10.0");
        assertThat(said.mostTemplates(1)).isEqualTo(10_000);
        assertThat(said.maxPackageSize()).isEqualTo(4096);
        assertThat(said.maxPendingCmdCount()).isEqualTo(20);
        assertThat(said.isPlain()).isFalse();
        assertThat(said.verifyStyles()).isEqualTo(Set.of(0, 10));
    }

    @Test
    void whatIsNotSaidIsTheUsual() {
        Abilities said = abilities(Map.of());

        assertThat(said.maxPackageSize()).isEqualTo(64 * 1024);
        assertThat(said.maxPendingCmdCount()).isEqualTo(1);
        assertThat(said.templateVersion(1)).isEmpty();
        assertThat(Abilities.of(Map.of("scene", "2"))).isEmpty();
    }

    @Test
    @Conforms("BEST-038")
    void theBasicFunctionsNeedNoMention() {
        Abilities said = abilities(Map.of());

        assertThat(
                        Set.of(
                                "dev.register",
                                "dev.accredit",
                                "dev.login",
                                "dev.report",
                                "cmd.dev.response",
                                "dev.cmd.response"))
                .allMatch(said::takes);
        assertThat(said.takes("cmd.data.update.user")).isFalse();
    }

    @Test
    @Conforms("BEST-039")
    void listsOfNineTenAndElevenTypesAreRead() {
        for (String list :
                new String[] {
                    "0:1:0:0:0:0:0:0:0", "0:1:0:0:0:0:0:0:0:1", "0:1:0:0:0:0:0:0:0:1:0"
                }) {
            Abilities said = abilities(Map.of("multibiodatasupport", list));

            assertThat(said.takesTemplates(1)).isTrue();
            assertThat(said.takesTemplates(9)).isEqualTo(list.length() > 17);
            assertThat(said.takesTemplates(10)).isFalse();
        }
    }

    @Test
    @Conforms("BEST-040")
    void waysToVerifyAreReadInBothForms() {
        assertThat(Abilities.verifyStyles("100000000010")).isEqualTo(Set.of(0, 10));
        assertThat(Abilities.verifyStyles("03800000")).isEqualTo(Set.of(0, 1, 15));
        assertThat(Abilities.verifyStyles("FB1E1F00")).contains(0, 1, 3, 9, 20).doesNotContain(2);
        assertThat(Abilities.verifyStyles("what")).isEmpty();
    }

    private static Abilities abilities(Map<String, String> said) {
        Map<String, String> all = new HashMap<>(said);
        all.put("funcids", "");
        return Abilities.of(all).orElseThrow();
    }
}
