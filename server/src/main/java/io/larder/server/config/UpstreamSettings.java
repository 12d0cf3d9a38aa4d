package io.larder.server.config;

import org.jspecify.annotations.Nullable;

/// The settings of one upstream, which is called `name` in messages and files.
public record UpstreamSettings(Settings all, String name) {
    /// The value of one of [UpstreamKeys].
    public <T> T get(Key<T> key) {
        return all.get(own(key));
    }

    /// A refusal of what `key` was set to.
    public Settings.Wrong wrong(Key<?> key, @Nullable String why) {
        return all.wrong(own(key), why);
    }

    /// The key as it stands in the file.
    public String nameOf(Key<?> key) {
        return own(key).name();
    }

    private <T> Key<T> own(Key<T> key) {
        return key.under(UpstreamKeys.SECTION + name + ".");
    }
}
