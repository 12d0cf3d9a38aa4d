package io.larder.server.relay;

import io.larder.server.command.Guards;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box under a headquarters, with a line between them that can be cut.
@Timeout(120)
abstract class OrdersDown {
    static final String T1 = "5158181900025";
    static final Guards.Safety HARMLESS = (_, _) -> Optional.empty();

    @TempDir Path folder;
    WholeBox headquarters;
    CuttableLine line;
    WholeBox box;

    @BeforeEach
    void open() throws IOException {
        headquarters = new WholeBox(folder.resolve("hq")).receiving();
        line = new CuttableLine(() -> headquarters.port());
        box = new WholeBox(folder.resolve("box")).withTerminal(T1);
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        line.close();
        headquarters.close();
    }

    void connect(Duration every) throws IOException {
        box.under(line.port(), every);
        headquarters.untilKnown(T1);
        box.untilLine(OrderLineState::connected);
    }

    void restartBox(Guards.Safety safety, Duration every) throws IOException {
        box.close();
        box = new WholeBox(folder.resolve("box"), safety);
        box.under(line.port(), every);
    }

    void untilTheBoxHas(int commands) {
        box.until(it -> it.rows().size() == commands);
    }
}
