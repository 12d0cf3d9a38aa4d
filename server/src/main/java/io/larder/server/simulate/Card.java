package io.larder.server.simulate;

/// A canteen card with its two wallets (fen) and its own transaction counter. Every row that
/// touches it raises the counter by one and states the balance afterwards, so the rows of a card
/// add up.
final class Card {
    final long systemId;
    final String number;
    private long balance;
    private long subBalance = 20_000;
    private int sequence;

    Card(long systemId) {
        this.systemId = systemId;
        this.number = String.format("%010d", systemId);
    }

    boolean has(long fen) {
        return balance >= fen;
    }

    void receive(long fen) {
        balance += fen;
        sequence++;
    }

    /// Pays `sub` of the price from the second wallet, as far as that has it, and the rest from the
    /// first; answers what the second wallet paid.
    long pay(long price, long sub) {
        long fromSub = Math.min(Math.min(sub, price), subBalance);
        subBalance -= fromSub;
        balance -= price - fromSub;
        sequence++;
        return fromSub;
    }

    long balance() {
        return balance;
    }

    long subBalance() {
        return subBalance;
    }

    int sequence() {
        return sequence;
    }
}
