package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void everythingHasADefault() {
        Options options = Options.read();

        assertThat(options.mode()).isEqualTo("door");
        assertThat(options.connections()).containsExactly(1, 8, 64, 256);
        assertThat(options.rows()).containsExactly(1, 50);
        assertThat(options.keepAlive()).containsExactly(false, true);
    }

    @Test
    void optionsAreRead() {
        Options options =
                Options.read("door", "--connections=8", "--keep-alive=no", "--no-journal");

        assertThat(options.connections()).isEqualTo(List.of(8));
        assertThat(options.keepAlive()).isEqualTo(List.of(false));
        assertThat(options.noJournal()).isTrue();
    }

    @Test
    void anOverloadIsLongerAndLarger() {
        Options options = Options.read("overload");

        assertThat(options.connections()).containsExactly(10_000);
        assertThat(options.time()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void wrongUsageSaysWhatWasExpected() {
        assertThatThrownBy(() -> Options.read("fly")).hasMessageContaining("expected door");
        assertThatThrownBy(() -> Options.read("--rows=0")).hasMessageContaining("number above 0");
        assertThatThrownBy(() -> Options.read("--colour=red")).hasMessage("unknown: --colour=red");
    }
}
