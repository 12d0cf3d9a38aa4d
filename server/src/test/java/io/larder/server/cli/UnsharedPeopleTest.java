package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.site.ItemKind;
import io.larder.server.site.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Nobody said that terminals share people.
class UnsharedPeopleTest extends PeopleAtABox {
    private static final String LI = "USER PIN=5\tName=Li\tPri=0\n";

    @Override
    String sharing() {
        return "";
    }

    @Test
    void peopleAreKnownToTheBoxAndNobodyIsToldOfThem() {
        says(GATE, LI);

        assertThat(item(ItemKind.PERSON, "5").flatMap(one -> one.field("name"))).contains("Li");
        assertThat(told(GATE)).isEmpty();
        assertThat(told(HALL)).isEmpty();
    }

    @Test
    void whoIsDeletedByAPersonIsTakenAwayWhereHeIs() {
        says(GATE, LI);
        box.site.state(List.of(Statement.gone(ItemKind.PERSON, "5")), "somebody");

        assertThat(told(GATE)).containsExactly("DATA DELETE USERINFO PIN=5");
        assertThat(told(HALL)).isEmpty();
    }
}
