package io.larder.server.proof;

import io.larder.server.simulate.Proof;
import java.util.ArrayList;
import java.util.List;

/// What came of many cards that lost their power.
final class Findings {
    private static final int EXAMPLES = 5;

    private final List<String> complaints = new ArrayList<>();
    private long acknowledged;
    private long present;
    private long lost;
    private long doubled;
    private long phantoms;
    private int judged;
    private int unmountable;

    /// What stands on one of them.
    void add(Proof proof) {
        judged++;
        acknowledged += proof.acknowledged();
        present += proof.present();
        lost += proof.lost();
        doubled += proof.doubled();
        phantoms += proof.phantoms();
        if (!proof.holds()) {
            complain(proof.toString());
        }
    }

    /// One whose file system is gone: nobody can say what the box makes of it.
    void unmountable() {
        unmountable++;
    }

    void complain(String what) {
        complaints.add(what);
    }

    /// What was not as promised, other than by the file system.
    List<String> complaints() {
        return complaints;
    }

    int judged() {
        return judged;
    }

    /// All of them together.
    Proof proof() {
        return new Proof(
                acknowledged,
                present,
                lost,
                doubled,
                phantoms,
                complaints.stream().limit(EXAMPLES).toList());
    }

    /// What was done, in few words.
    String done() {
        return judged + " cards" + (unmountable == 0 ? "" : ", " + unmountable + " not mountable");
    }

    @Override
    public String toString() {
        return done() + ": " + proof();
    }
}
