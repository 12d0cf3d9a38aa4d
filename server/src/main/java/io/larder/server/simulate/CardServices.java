package io.larder.server.simulate;

import io.larder.server.record.Serial;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;

/// What people do with their cards at a canteen terminal that only the box can decide (PROTOCOL.md
/// 1.1.5). Each call asks once: true for `OK`, false for `NO`, an `IOException` for anything else.
public final class CardServices {
    private final InetSocketAddress box;
    private final Serial terminal;

    public CardServices(InetSocketAddress box, Serial terminal) {
        this.box = box;
        this.terminal = terminal;
    }

    /// The owner says that the card is lost.
    public boolean reportLost(String card, String password) throws IOException {
        return ask(lost(terminal, card, password));
    }

    /// The owner has found it.
    public boolean release(String card, String password) throws IOException {
        return ask(released(terminal, card, password));
    }

    /// Whether the password may be changed; changes nothing.
    public boolean mayChange(String card, String oldPassword, String newPassword)
            throws IOException {
        return ask(change(terminal, 4, card, oldPassword, newPassword));
    }

    /// The card now carries the new password.
    public boolean changed(String card, String oldPassword, String newPassword) throws IOException {
        return ask(change(terminal, 5, card, oldPassword, newPassword));
    }

    static Call lost(Serial terminal, String card, String password) {
        return call(terminal, 2, card, "&Pwd=" + password);
    }

    static Call released(Serial terminal, String card, String password) {
        return call(terminal, 3, card, "&Pwd=" + password);
    }

    static Call change(Serial terminal, int kind, String card, String before, String after) {
        return call(terminal, kind, card, "&OldPwd=" + before + "&NewPwd=" + after);
    }

    private static Call call(Serial terminal, int kind, String card, String rest) {
        return Call.get(
                "/iclock/posrequest?SN=" + terminal + "&RepType=" + kind + "&Card=" + card + rest);
    }

    private boolean ask(Call call) throws IOException {
        try (TerminalClient client = new TerminalClient(box, false)) {
            Heard heard = client.call(call);
            if (heard.status() == 200 && heard.body().equals("OK")) {
                return true;
            }
            if (heard.status() == 200 && heard.body().equals("NO")) {
                return false;
            }
            throw new ProtocolException("expected 200 with OK or NO, found " + heard);
        }
    }
}
