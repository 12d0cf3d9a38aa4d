package io.larder.server.site;

/// What is wrong with what was said of an item: `field` is the one to look at, empty for the whole.
record Flaw(String field, String why) {
    /// Of the whole.
    static Flaw of(String why) {
        return new Flaw("", why);
    }
}
