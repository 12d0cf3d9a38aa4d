package io.larder.server.site;

import java.util.Map;

/// What a terminal can take of people, by what it said of itself.
public interface Taker {
    /// Whether it takes items of a kind at all.
    boolean has(ItemKind kind);

    /// Whether it is to be told from when to when people may come.
    default boolean takesValidity() {
        return true;
    }

    /// Whether it takes templates of a type (PROTOCOL.md 7.5) made by an algorithm of a version.
    boolean takes(int type, String version);

    /// Whether it takes the pictures that are shown when somebody is recognised.
    boolean takesUserPictures();

    /// Whether it takes pictures to compare faces (or palms) with, of a type.
    boolean takesComparisonPhotos(int type);

    /// The version of the templates of a type that it makes itself; empty when it does not say.
    String version(int type);

    /// Finds out by the facts about a terminal.
    interface Judge {
        Taker of(Map<String, String> facts);
    }
}
