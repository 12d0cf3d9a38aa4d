package io.larder.server.simulate;

import java.util.List;

/// The eight tables that a canteen terminal is sent (PROTOCOL.md 3.4): which fields name a row, all
/// fields as documented, which of them are numbers, and how many rows fit.
public enum HeldTable {
    USERINFO(
            30_000,
            1,
            "UserType Privage",
            "SysID UserID PIN CardNo Name Password SegNo UserType Privage"),
    PRESSKEY(100, 1, "Price", "KeyID Price"),
    STOREINFO(5_000, 1, "Price", "StoreNo Name Bc Price agio"),
    MEALTYPE(32, 1, "", "Mlid Name Start End"),
    TIMESEG(256, 2, "", "SegID TsID Start End"),
    FIXED(64, 1, "Price", "TsID Start End Price"),
    CARDTYPE(
            64,
            1,
            "MealType Enable",
            "SortID Name rebate Timemaxmoney Daymaxmoney Mealmaxmoney Daymaxtimes Mealmaxtimes"
                    + " Lowlimit Maxlimit MealType Enable limit BatchNo UseFinger"),
    SUBSIDYLOG(
            30_000,
            3,
            "Money",
            "SysID CardNo Batch Money allowDate enddate StartDate ClearFlag EndFlag");

    final int capacity;
    private final int keys;
    private final String numbers;
    private final String fields;

    HeldTable(int capacity, int keys, String numbers, String fields) {
        this.capacity = capacity;
        this.keys = keys;
        this.numbers = numbers;
        this.fields = fields;
    }

    /// The fields that together name a row.
    public List<String> keys() {
        return fields().subList(0, keys);
    }

    /// All fields, keys first.
    public List<String> fields() {
        return List.of(fields.split(" "));
    }

    boolean isNumber(String field) {
        return List.of(numbers.split(" ")).contains(field);
    }
}
