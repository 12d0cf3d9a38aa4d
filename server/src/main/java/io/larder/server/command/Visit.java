package io.larder.server.command;

import io.larder.storage.Draft;
import java.util.Optional;

/// What a terminal that is there now can be given. `mostOpen` commands may be with it without an
/// answer; `urgentOnly` while it is busy; `since` when its connection began, empty for one that
/// polls: what was given to it before that went with the old connection.
public record Visit(int mostOpen, boolean urgentOnly, Optional<Draft.Stamp> since) {
    /// A poll, which takes what there is.
    static Visit poll() {
        return new Visit(Integer.MAX_VALUE, false, Optional.empty());
    }

    /// Whether what was given at that moment went over another connection.
    boolean isAfter(Draft.Stamp then) {
        return since.filter(began ->
                        began.bootId() != then.bootId()
                                || then.monotonicMillis() < began.monotonicMillis())
                .isPresent();
    }
}
