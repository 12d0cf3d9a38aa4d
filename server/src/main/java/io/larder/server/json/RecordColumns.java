package io.larder.server.json;

import io.larder.server.record.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The columns of each kind of record in a table such as CSV: the common fields, the fields of the
/// kind in the order of the record format, the line as received. A field that came with a later
/// version and has no column here is only in the JSON form.
public final class RecordColumns {
    private static final List<String> COMMON =
            columns(
                    "kind box epoch seq row terminal family receivedAt clockTrusted verdict key"
                            + " contentDigest");
    private static final List<String> RAW = columns("raw rawBase64");

    private static final Map<Kind, List<String>> FIELDS =
            Map.ofEntries(
                    of(
                            Kind.PURCHASE,
                            "systemId card time timeForm amountFen balanceFen cardSequence state"
                                    + " meal mealDate recNo recNoEpoch operator subAmountFen"
                                    + " subBalanceFen pin backup future"),
                    of(Kind.PURCHASE_ITEM, "recNo by itemNo priceFen line"),
                    of(
                            Kind.TOPUP,
                            "systemId card cardSequence time timeForm amountFen balanceFen type"
                                    + " operator recNo recNoEpoch backup future"),
                    of(
                            Kind.SUBSIDY,
                            "systemId card cardSequence batch time timeForm amountFen balanceFen"
                                    + " state baseBatch recNo recNoEpoch backup future"),
                    of(
                            Kind.PUNCH,
                            "pin time timeForm status verify workCode reserved1 reserved2 mask"
                                    + " temperature convertedTemperature timeOffset extendData"
                                    + " idNumber idType more future"),
                    of(
                            Kind.OPERATION,
                            "code admin time timeForm object1 object2 object3 object4 alarm"
                                    + " repeats future"),
                    of(
                            Kind.PERSON,
                            "pin name privilege privileged card cardRaw group timeZone verify"
                                    + " viceCard validFrom validTo password firstName lastName idNumber"
                                    + " funSwitch disable threatLevelGroup cardType lossFlag more"),
                    of(
                            Kind.TEMPLATE,
                            "pin type no index version format valid duress size sha256 sizeSaid"
                                    + " more"),
                    of(
                            Kind.PHOTO,
                            "pin time timeForm passed of type no fileName size sha256 mediaType"
                                    + " sizeSaid checksum mode meeting logId timeUtc index extension fileId"
                                    + " more future"),
                    of(
                            Kind.VERIFICATION,
                            "pin meeting time timeUtc timeForm verify status category recordType"
                                    + " logId more future"),
                    of(Kind.CARD_EVENT, "card event accepted time timeForm future"),
                    of(Kind.COMMAND_RESULT, "commandId orderedBy text returnCode outcome content"),
                    of(Kind.TERMINAL_STATE, "model firmware counts options"),
                    of(
                            Kind.IDENTITY_CARD,
                            "pin time timeForm number serial name gender nation birthday validity"
                                    + " address issuer size sha256 more future"),
                    of(
                            Kind.TERMINAL_ERROR,
                            "code message origin commandId additional more time timeForm"),
                    of(Kind.UNKNOWN, "table reason parameters"),
                    of(Kind.GAP, "firstSeq lastSeq cause"),
                    of(Kind.CLOCK, "firstSeq lastSeq correctionMillis ground"));

    private RecordColumns() {}

    /// All columns of `kind`, in order.
    public static List<String> of(Kind kind) {
        List<String> columns = new ArrayList<>(COMMON);
        columns.addAll(FIELDS.getOrDefault(kind, List.of()));
        columns.addAll(RAW);
        return columns;
    }

    private static Map.Entry<Kind, List<String>> of(Kind kind, String names) {
        return Map.entry(kind, columns(names));
    }

    private static List<String> columns(String names) {
        return List.of(names.split(" "));
    }
}
