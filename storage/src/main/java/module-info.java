/// Journal (the truth), ledger (its SQLite projection) and cursors. Knows no protocol and no
/// network.
module io.larder.storage {
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports io.larder.storage;
    exports io.larder.storage.disk;
}
