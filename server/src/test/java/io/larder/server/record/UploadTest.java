package io.larder.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UploadTest {
    private static final Upload UPLOAD = new Upload("POST", "/a", "10.0.0.9", Bytes.utf8("row"));

    @Test
    void whatWasStoredIsReadBack() {
        assertThat(Upload.read(UPLOAD.write())).isEqualTo(UPLOAD);
    }

    @Test
    void whatEndsInItsHeadIsNone() {
        byte[] stored = UPLOAD.write();
        for (int bytes = 0; bytes < stored.length - UPLOAD.body().length(); bytes++) {
            byte[] cut = Arrays.copyOf(stored, bytes);
            assertThatThrownBy(() -> Upload.read(cut))
                    .as("%d bytes", bytes)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
