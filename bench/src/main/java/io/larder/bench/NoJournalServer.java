package io.larder.bench;

import io.larder.storage.NoJournal;
import java.io.IOException;

/// The same door and exchange with a journal that keeps nothing. Takes the arguments of `larder
/// serve` that the load program gives.
public final class NoJournalServer {
    private NoJournalServer() {}

    /// Serves until it is killed.
    public static void main(String[] args) throws IOException, InterruptedException {
        BareServer.serve(args, new NoJournal());
    }
}
