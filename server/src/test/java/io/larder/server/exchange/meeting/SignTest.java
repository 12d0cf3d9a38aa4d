package io.larder.server.exchange.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import org.junit.jupiter.api.Test;

class SignTest {
    @Test
    @Conforms("BEST-001")
    void aQuestionIsSignedAsInTheDocument() {
        assertThat(Discovery.sign("abcd", "123456", "1646102871000", "aabbcc"))
                .isEqualTo("bdd58420c142a11569ff3eb8a9ec535c");
    }
}
