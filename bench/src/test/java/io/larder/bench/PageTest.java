package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final LineChart CHART =
            new LineChart(
                    "Cost",
                    "rows",
                    "ms",
                    List.of(
                            new LineChart.Line("a", List.of(0.0, 10.0), List.of(1.0, 2.0)),
                            new LineChart.Line("b & c", List.of(0.0, 5.0), List.of(0.0, 4.0))));

    @TempDir Path folder;

    @Test
    void pageAndPicturesStandSideBySide() throws IOException {
        Page page = new Page();
        page.title("Figures");
        page.section("One");
        page.say("Words.\n");
        page.table(List.of("who", "how"), List.of(List.of("box", "1")));
        page.picture("cost", CHART);
        Path file = folder.resolve("docs/figures.md");
        page.save(file);

        assertThat(file)
                .hasContent(
                        """
                        # Figures

                        ## One

                        Words.

                        | who | how |
                        | --- | --- |
                        | box | 1 |

                        ![Cost](figures-cost.svg)
                        """);
        assertThat(Files.readString(folder.resolve("docs/figures-cost.svg")))
                .isEqualTo(CHART.svg());
    }

    @Test
    void linesRunFromTheirFirstToTheirLastPointUnderOneScale() {
        // The plot is 620 wide from x 80, 250 high down to y 310; the largest x is 10, y is 4.
        assertThat(CHART.svg())
                .contains("points=\"80.0,247.5 700.0,185.0\"")
                .contains("points=\"80.0,310.0 390.0,60.0\"")
                .contains(">b &amp; c<");
    }

    @Test
    void ticksAreRoundAndFew() {
        assertThat(LineChart.step(10_000_000)).isEqualTo(2_000_000);
        assertThat(LineChart.step(4)).isEqualTo(0.5);
        assertThat(LineChart.step(0.73)).isEqualTo(0.1);
    }

    @Test
    void numbersHaveAsManyDigitsAsSaySomething() {
        assertThat(List.of(Page.number(12_345.6), Page.number(12.34), Page.number(0.123)))
                .containsExactly("12,346", "12.3", "0.12");
        assertThat(Page.ratio(1, 3)).isEqualTo("0.33");
        assertThat(Page.ratio(1, 0)).isEmpty();
    }
}
