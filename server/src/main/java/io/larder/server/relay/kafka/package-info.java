/// Apache Kafka as an upstream: records and the box's cursor in one transaction.
@NullMarked
package io.larder.server.relay.kafka;

import org.jspecify.annotations.NullMarked;
