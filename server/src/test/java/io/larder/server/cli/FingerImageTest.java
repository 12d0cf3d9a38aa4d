package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.exchange.Meaning;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerImageTest {
    private static final String SN = "5158181900025";

    @TempDir private Path data;

    @Test
    @Conforms("ATT-044")
    void anImageIsAnsweredFromTheJournalAloneHoweverLongItsUnderstandingTakes() {
        CountDownLatch understood = new CountDownLatch(1);
        try (AssembledBox box =
                AssembledBox.in(data)
                        .understanding((upload, family, learned) -> {
                            await(understood);
                            return Meaning.read(upload, family, learned);
                        })
                        .open()) {
            String image = "/iclock/cdata?SN=" + SN + "&FPImage=/tmp/enroll_fp_1.bmp&PIN=5&FID=0";

            assertThat(box.post(image, "BM-first")).isEqualTo("OK");
            assertThat(box.post(image, "BM-second")).isEqualTo("OK");
            understood.countDown();

            assertThat(box.fields("photo")).hasSize(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
