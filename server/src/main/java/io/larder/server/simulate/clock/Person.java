package io.larder.server.simulate.clock;

/// A person as a terminal keeps them.
///
/// @param card the number in decimal, as shown when the card is swiped; empty is none
/// @param tz periods of access, as text
public record Person(
        String pin, String name, int pri, String passwd, String card, String grp, String tz) {
    /// An ordinary person without password and card.
    public static Person of(String pin, String name) {
        return new Person(pin, name, 0, "", "", "1", "");
    }

    public Person withCard(String number) {
        return new Person(pin, name, pri, passwd, number, grp, tz);
    }

    public Person withPassword(String secret) {
        return new Person(pin, name, pri, secret, card, grp, tz);
    }

    /// What a command makes of this person: fields that it leaves out stay.
    Person changed(Fields fields) {
        return new Person(
                pin,
                fields.text("Name", name),
                fields.number("Pri", pri),
                fields.text("Passwd", passwd),
                fields.has("Card") ? CardNumber.read(fields.text("Card", "")) : card,
                fields.text("Grp", grp),
                fields.text("TZ", tz));
    }
}
