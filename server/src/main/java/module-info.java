/// The box: doors, protocols, exchange, commands, relay, console, command line.
module io.larder.server {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires io.helidon.config;
    requires io.helidon.config.yaml;
    requires io.helidon.webserver;
    requires io.larder.crypto;
    requires io.larder.storage;

    opens io.larder.server.cli to
            info.picocli;
}
