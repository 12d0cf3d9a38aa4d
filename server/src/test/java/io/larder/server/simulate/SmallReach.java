package io.larder.server.simulate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A box in a few lines: writes down what a command made the terminal do.
final class SmallReach implements Reach {
    final List<String> done = new ArrayList<>();
    final Map<String, Heard> files = new HashMap<>();

    @Override
    public void initialise() {
        done.add("initialise");
    }

    @Override
    public void upload(Call call) {
        done.add(call.target() + "\n" + call.body().asLatin1());
    }

    @Override
    public Heard fetch(String target) throws IOException {
        done.add("fetch " + target);
        Heard heard = files.get(target);
        if (heard == null) {
            throw new IOException("nobody answers");
        }
        return heard;
    }
}
