package io.larder.server.exchange;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;
import io.larder.server.terminal.Terminal;

/// Answers terminals that ask for people whom they do not know.
public interface PersonServices {
    /// All that the terminal needs to let somebody in for a while. Source: PROTOCOL.md 1.2.10.
    Answer remember(Terminal terminal, Request.AskPerson question);

    /// Whether somebody may pass. Source: PROTOCOL.md 1.2.9.
    Answer verify(Terminal terminal, Request.Verify question);
}
