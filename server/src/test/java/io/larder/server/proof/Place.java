package io.larder.server.proof;

import io.larder.server.simulate.HeldTable;
import io.larder.server.simulate.TerminalMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where in a terminal's memory an order takes effect.
sealed interface Place {
    /// What is there now; empty when nothing is.
    Optional<Map<String, String>> in(TerminalMemory memory);

    /// A row of a table.
    record Row(HeldTable table, List<String> key) implements Place {
        @Override
        public Optional<Map<String, String>> in(TerminalMemory memory) {
            return memory.row(table, key.toArray(String[]::new));
        }
    }

    /// A setting.
    record Option(String name) implements Place {
        @Override
        public Optional<Map<String, String>> in(TerminalMemory memory) {
            return Optional.ofNullable(memory.options().get(name))
                    .map(value -> Map.of(name, value));
        }
    }

    /// A file.
    record File(String path) implements Place {
        static final String CONTENT = "content";

        @Override
        public Optional<Map<String, String>> in(TerminalMemory memory) {
            return Optional.ofNullable(memory.files().get(path))
                    .map(content -> Map.of(CONTENT, content.asLatin1()));
        }
    }

    /// Nowhere.
    record Nowhere() implements Place {
        @Override
        public Optional<Map<String, String>> in(TerminalMemory memory) {
            return Optional.empty();
        }
    }
}
