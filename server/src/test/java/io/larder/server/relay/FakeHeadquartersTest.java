package io.larder.server.relay;

import java.nio.file.Path;

class FakeHeadquartersTest extends UpstreamContract {
    @Override
    Headquarters make(Path folder) {
        return new FakeHeadquarters();
    }
}
