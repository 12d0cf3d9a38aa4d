package io.larder.server.exchange;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;

/// Answers what terminals ask for cards.
public interface CardServices {
    /// The answer: 200 with exactly `OK` or `NO`, or a refusal so that the terminal asks again.
    Answer answer(Request.CardService request);
}
