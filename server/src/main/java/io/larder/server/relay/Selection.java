package io.larder.server.relay;

import io.larder.server.json.Json;
import io.larder.server.record.Family;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerRow;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which records an upstream gets, and what is taken out of them. What is left out counts as taken:
/// the stretch it lies in goes up without it.
public record Selection(Set<Family> families, Set<Kind> kinds, Set<Redaction> redactions) {
    /// What does not leave the site.
    public enum Redaction {
        /// Who somebody is beyond his number: names, numbers and dates of identity cards.
        NAMES,
        /// The bytes of templates and pictures.
        BIOMETRICS
    }

    /// Everything, as it is.
    public static final Selection ALL = new Selection(Set.of(), Set.of(), Set.of());

    /// Fields that say who somebody is.
    private static final Set<String> NAMES =
            Set.of(
                    "name",
                    "firstName",
                    "lastName",
                    "idNumber",
                    "number",
                    "serial",
                    "gender",
                    "nation",
                    "birthday",
                    "validity",
                    "address",
                    "issuer");

    /// Kinds in which those fields are a person's. `number` and `serial` are others' elsewhere.
    private static final Set<Kind> OF_PEOPLE =
            EnumSet.of(Kind.PERSON, Kind.PUNCH, Kind.IDENTITY_CARD, Kind.VERIFICATION);

    /// What may hold anything, names included: as received, under unknown names, as ordered.
    private static final Set<String> AS_RECEIVED =
            Set.of("raw", "rawBase64", "more", "parameters", "text", "content", "extendData");

    /// Empty sets of families and kinds are all of them. Keeps unchangeable copies.
    public Selection {
        families = Set.copyOf(families);
        kinds = Set.copyOf(kinds);
        redactions = Set.copyOf(redactions);
    }

    /// Whether the record goes up at all. What the box states itself has no family.
    boolean takes(LedgerRow row) {
        boolean family =
                families.isEmpty()
                        || row.family().isEmpty()
                        || families.contains(Family.of(row.family()));
        Optional<Kind> kind = Kind.of(row.kind());
        return family && (kinds.isEmpty() || kind.filter(kinds::contains).isPresent());
    }

    /// Whether bytes go up with the record they belong to.
    boolean takesContents() {
        return !redactions.contains(Redaction.BIOMETRICS);
    }

    /// Whether such a record may hold templates though nobody read any in it.
    private static boolean isAnything(String kind) {
        return kind.equals(Kind.UNKNOWN.word()) || kind.equals(Kind.COMMAND_RESULT.word());
    }

    /// The line of a record as it may leave the site.
    String redact(String kind, String line) {
        boolean names = redactions.contains(Redaction.NAMES);
        if (!names && (takesContents() || !isAnything(kind))) {
            return line;
        }
        Map<String, Object> record = Json.read(line);
        record.keySet().removeAll(AS_RECEIVED);
        if (names && Kind.of(kind).filter(OF_PEOPLE::contains).isPresent()) {
            record.keySet().removeAll(NAMES);
        }
        return Json.write(record);
    }
}
