package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.Item;
import io.larder.server.site.ItemKind;
import io.larder.server.site.Items;
import io.larder.server.site.Stated;
import io.larder.server.site.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// A box with two cards, of which the first has a password.
abstract class CardsAtABox {
    static final String POS = "/iclock/posrequest?SN=" + ToldTerminals.ONE;
    static final String OTHER = "/iclock/posrequest?SN=" + ToldTerminals.TWO;
    static final String SECRET = "493817";

    @TempDir Path data;

    AssembledBox withCards() {
        AssembledBox box = AssembledBox.in(data).open();
        assertThat(box.site.state(cards(), "test")).isInstanceOf(Stated.Mine.class);
        return box;
    }

    static List<Statement> cards() {
        return List.of(
                Statement.now(ItemKind.CARD, "100", Map.of("password", "111111")),
                Statement.now(ItemKind.CARD, "200", Map.of("name", "Li")));
    }

    static Item card(AssembledBox box, String number) {
        return box.ask(ledger -> ledger.site().item("card", number).map(Items::read).orElseThrow());
    }
}
