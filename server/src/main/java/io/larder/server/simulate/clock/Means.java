package io.larder.server.simulate.clock;

import java.util.List;

/// By what a person is recognised. The codes differ (PROTOCOL.md 7.4): the oldest count as variant
/// A, where a face is "other", all later ones as variant D.
public enum Means {
    PASSWORD(0, 3),
    FINGER(1, 1),
    CARD(2, 4),
    FACE(9, 15),
    PALM(9, 25);

    private final int old;
    private final int code;

    Means(int old, int code) {
        this.old = old;
        this.code = code;
    }

    int code(Generation generation) {
        return generation == Generation.CLASSIC ? old : code;
    }

    /// The types of template that serve.
    List<Integer> types() {
        return switch (this) {
            case PASSWORD, CARD -> List.of();
            case FINGER -> List.of(Template.FINGER);
            case FACE -> List.of(Template.INFRARED_FACE, Template.VISIBLE_FACE);
            case PALM -> List.of(Template.PALM_VEIN);
        };
    }
}
