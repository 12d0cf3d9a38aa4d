package io.larder.crypto.keyexchange;

/// The box's side of a session: closes what it says, opens what the terminal says. Many threads may
/// use it at once.
public interface SessionKey {
    /// Closes a body for the terminal.
    byte[] seal(byte[] clear);

    /// Opens a body of the terminal.
    Opened open(byte[] sealed);
}
