package io.larder.server.relay;

import java.nio.file.Path;

class FakeOrdersTest extends OrdersContract {
    @Override
    OrderGiver make(Path folder) {
        return new FakeHeadquarters();
    }
}
