package io.larder.server.relay;

import java.nio.file.Path;

class LarderOrdersTest extends OrdersContract {
    @Override
    OrderGiver make(Path folder) {
        return new LarderOrderGiver(folder);
    }
}
