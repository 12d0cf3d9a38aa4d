/// The box: doors, protocols, exchange, commands, relay, console, command line.
module io.larder.server {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires com.hivemq.client.mqtt;
    requires info.picocli;
    requires io.helidon.config;
    requires io.helidon.config.yaml;
    requires io.helidon.webserver;
    requires io.larder.crypto;
    requires io.larder.storage;
    requires io.reactivex.rxjava2;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    requires kafka.clients;

    opens io.larder.server.relay.kafka to
            kafka.clients;
    opens io.larder.server.cli.demo to
            info.picocli;
    opens io.larder.server.cli to
            info.picocli;
}
