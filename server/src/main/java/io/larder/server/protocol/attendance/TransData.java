package io.larder.server.protocol.attendance;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Kinds of data that an attendance terminal sends by itself, in the order of the bit string; only
/// the first ten have a bit there. Sources: PROTOCOL.md 4.5; trap T-066.
public enum TransData {
    ATT_LOG("AttLog"),
    OP_LOG("OpLog"),
    ATT_PHOTO("AttPhoto"),
    ENROLL_FP("EnrollFP"),
    ENROLL_USER("EnrollUser"),
    FP_IMAGE("FPImag"),
    CHG_USER("ChgUser"),
    CHG_FP("ChgFP"),
    FACE("FACE"),
    USER_PIC("UserPic"),
    WORK_CODE("WORKCODE"),
    BIO_PHOTO("BioPhoto"),
    FINGER_VEIN("FVEIN");

    private static final int BITS = 10;

    /// These arrive only while the operation log is sent.
    static final Set<TransData> NEED_OP_LOG = Set.of(ENROLL_USER, CHG_USER, ENROLL_FP, CHG_FP);

    private final String token;

    TransData(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    /// `1111000000`, for terminals that announce no version.
    static String bits(Set<TransData> wanted) {
        return List.of(values()).stream()
                .limit(BITS)
                .map(kind -> wanted.contains(kind) ? "1" : "0")
                .collect(Collectors.joining());
    }

    /// `TransData AttLog<TAB>OpLog…`, for the others.
    static String list(Set<TransData> wanted) {
        return List.of(values()).stream()
                .filter(wanted::contains)
                .map(TransData::token)
                .collect(Collectors.joining("\t", "TransData ", ""));
    }
}
