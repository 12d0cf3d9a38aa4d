package io.larder.server.relay;

import io.larder.server.relay.mqtt.MqttLimits;
import io.larder.server.relay.mqtt.MqttUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class MqttWayTest extends WayContract {
    @Override
    FarEnd make(Path folder) throws IOException {
        return new Broker(new Mosquitto(folder));
    }

    private static final class Broker implements FarEnd {
        private static final MqttLimits HASTY =
                MqttLimits.DEFAULT.withAnswer(Duration.ofSeconds(2));

        private final Mosquitto mosquitto;
        private final BrokerListener reader =
                new BrokerListener("reader", "larder/canteen/records/#");

        Broker(Mosquitto mosquitto) {
            this.mosquitto = mosquitto;
        }

        @Override
        public Promise promise() {
            return Promise.AT_LEAST_ONCE;
        }

        @Override
        public boolean tellsRestoredCopies() {
            return true;
        }

        @Override
        public void start() throws IOException {
            mosquitto.start();
            reader.connect(mosquitto.port());
        }

        @Override
        public void kill() {
            mosquitto.kill();
        }

        @Override
        public int port() {
            return mosquitto.port();
        }

        @Override
        public Upstream upstream(int port) {
            return new MqttUpstream(Mqtt.settings(port, "00112233445566aa", HASTY));
        }

        @Override
        public List<String> seen() {
            return reader.records();
        }

        @Override
        public void close() {
            reader.close();
            mosquitto.close();
        }
    }
}
