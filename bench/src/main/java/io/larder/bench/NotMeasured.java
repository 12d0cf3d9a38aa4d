package io.larder.bench;

import java.io.IOException;

/// A figure that this machine, or who runs this, cannot give; the message says why.
final class NotMeasured extends IOException {
    private static final long serialVersionUID = 1;

    NotMeasured(String why) {
        super(why);
    }

    /// What stands in the place of the figure.
    String words() {
        return "*not measured, because " + getMessage() + "*";
    }
}
