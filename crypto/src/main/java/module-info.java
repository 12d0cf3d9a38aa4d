/// Secrets and digests. Knows no file, socket or terminal.
module io.larder.crypto {
    requires static transitive org.jspecify;

    exports io.larder.crypto;
}
