package io.larder.server.simulate.clock;

/// A template of a person's body.
///
/// @param type what is measured (PROTOCOL.md 7.5)
/// @param no which finger, palm or eye; 0 for a face
/// @param index which piece or sample
/// @param valid 0 not, 1 yes, 3 under duress
/// @param tmp base64, as sent
public record Template(
        String pin,
        int type,
        int no,
        int index,
        int valid,
        int duress,
        int major,
        int minor,
        int format,
        String tmp) {
    public static final int FINGER = 1;
    public static final int INFRARED_FACE = 2;
    public static final int PALM_VEIN = 8;
    public static final int VISIBLE_FACE = 9;

    /// Where a template stands: a person has at most one there.
    public record Slot(String pin, int type, int no, int index) {}

    public Slot slot() {
        return new Slot(pin, type, no, index);
    }
}
