package io.larder.server.relay;

import java.nio.file.Path;

class LarderRestoredTest extends RestoredContract {
    @Override
    Headquarters make(Path folder) {
        return new LarderHeadquarters(folder);
    }
}
