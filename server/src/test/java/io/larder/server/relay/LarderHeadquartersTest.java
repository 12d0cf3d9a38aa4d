package io.larder.server.relay;

import java.nio.file.Path;

class LarderHeadquartersTest extends UpstreamContract {
    @Override
    Headquarters make(Path folder) {
        return new LarderHeadquarters(folder);
    }
}
