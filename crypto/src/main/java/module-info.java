/// Secrets, digests and certificates. Knows no file, socket or terminal.
module io.larder.crypto {
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports io.larder.crypto;
}
