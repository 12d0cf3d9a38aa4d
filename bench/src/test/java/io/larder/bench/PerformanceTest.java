package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.bench.Performance.Arguments;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PerformanceTest {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir", "."));

    private static final Set<String> ALL = Set.of("ingest", "large", "drain", "wear", "small");

    @Test
    void aQuickRunDoesNotTouchThePageOfTheRepository() {
        assertThat(Arguments.read("--quick"))
                .isEqualTo(
                        new Arguments(
                                true, 100_000, Path.of("target/performance.md"), TEMPORARY, ALL));
        assertThat(Arguments.read())
                .isEqualTo(
                        new Arguments(
                                false, 10_000_000, Path.of("docs/performance.md"), TEMPORARY, ALL));
    }

    @Test
    void optionsAreRead() {
        assertThat(Arguments.read("--records=2000000", "--out=a.md", "--dir=here", "--only=wear"))
                .isEqualTo(
                        new Arguments(
                                false,
                                2_000_000,
                                Path.of("a.md"),
                                Path.of("here"),
                                Set.of("wear")));
    }

    @Test
    void wrongUsageSaysWhatWasExpected() {
        assertThatThrownBy(() -> Arguments.read("--records=0"))
                .hasMessageContaining("number above 0");
        assertThatThrownBy(() -> Arguments.read("--only=ware"))
                .hasMessage("expected some of [ingest, large, drain, wear, small], found ware");
        assertThatThrownBy(() -> Arguments.read("--fast")).hasMessage("unknown: --fast");
    }
}
