package io.larder.storage;

import io.larder.storage.disk.Disk;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// The last statement of a key: what it said of the journal before, and which key follows it.
final class HandOver {
    private HandOver() {}

    static void write(Disk disk, Signer former, byte[] nextKey, long wallMillis)
            throws IOException {
        if (!disk.list().contains(StatementFile.NAME)) {
            return;
        }
        try (StatementFile file = StatementFile.open(disk)) {
            Optional<SignedStatement> newest = file.newest();
            if (newest.isEmpty()) {
                return;
            }
            if (!Arrays.equals(newest.get().nextKey(), former.publicKey())) {
                throw new IOException("another key signed this journal last");
            }
            file.write(
                    SignedStatement.make(
                            frame(file, newest.get().frame(), wallMillis),
                            newest.get().coverage(),
                            former,
                            nextKey));
        }
    }

    private static SignedStatement.Frame frame(
            StatementFile file, SignedStatement.Frame before, long wallMillis) {
        return new SignedStatement.Frame(
                SignedStatement.Kind.HAND_OVER,
                file.kept(),
                before.generation() + 1,
                before.box(),
                before.epoch(),
                before.oldestSegment(),
                wallMillis,
                file.last().map(SignedStatement::hash).orElse(Hash.NONE));
    }
}
