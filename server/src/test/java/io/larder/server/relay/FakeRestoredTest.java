package io.larder.server.relay;

import java.nio.file.Path;

class FakeRestoredTest extends RestoredContract {
    @Override
    Headquarters make(Path folder) {
        return new FakeHeadquarters();
    }
}
