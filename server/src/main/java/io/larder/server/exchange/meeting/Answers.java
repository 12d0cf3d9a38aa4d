package io.larder.server.exchange.meeting;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The last messages of each terminal that were done, by id: one that comes again because its
/// answer was lost is not done twice. The same id over another text is another message, because
/// terminals may count anew. What is forgotten here is found out by its content later. Source:
/// PROTOCOL.md 6.7.
final class Answers {
    private record Done(Bytes text, Said said) {}

    private static final class Few<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        private final int most;

        Few(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    private final Map<Serial, Map<String, Done>> answers = new Few<>(MeetingLimits.TERMINALS);

    /// What the same message was answered with before.
    synchronized Optional<Said> again(Serial serial, String mid, Bytes digest) {
        return Optional.ofNullable(answers.getOrDefault(serial, Map.of()).get(mid))
                .filter(done -> done.text.equals(digest))
                .map(Done::said);
    }

    synchronized void remember(Serial serial, String mid, Bytes digest, Said said) {
        if (!mid.isEmpty()) {
            answers.computeIfAbsent(serial, _ -> new Few<>(MeetingLimits.ANSWERS))
                    .put(mid, new Done(digest, said));
        }
    }
}
