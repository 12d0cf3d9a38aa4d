package io.larder.server.relay.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandReferenceTest {
    private static final CommandReference REFERENCES = new CommandReference("push");

    @Test
    void aReferenceLeadsBackToTheNumberThatTheServerWrote() {
        for (String number : List.of("17", "A-9_z", "a b", ".", "\u00e5\u00bc")) {
            String reference = REFERENCES.of("1", Bytes.latin1(number), Bytes.latin1("INFO"), 0);
            assertThat(REFERENCES.number(reference)).contains(Bytes.latin1(number));
        }
    }

    @Test
    void whatOnlyLooksLikeOneHasNoNumber() {
        String own = REFERENCES.of("1", Bytes.latin1("17"), Bytes.latin1("INFO"), 0);
        String prefix = own.substring(0, own.indexOf("17"));
        for (String written : List.of("", ".", ".zz", ".abc", "a b", "12345678901234567")) {
            assertThat(REFERENCES.number(prefix + written + ".0123456789abcdef")).isEmpty();
        }
        assertThat(REFERENCES.number("push.00000000.17.0123456789abcdef")).isEmpty();
    }
}
