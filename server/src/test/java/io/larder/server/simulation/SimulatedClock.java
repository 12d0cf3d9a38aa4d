package io.larder.server.simulation;

import io.larder.server.json.Json;
import io.larder.storage.LedgerRow;

/// An attendance terminal: each punch is of a person of its own, whose PIN is its number.
final class SimulatedClock extends HttpTerminal {
    SimulatedClock(int index) {
        super("33991822%05d".formatted(index), "ATTLOGStamp");
    }

    @Override
    String kind() {
        return "punch";
    }

    @Override
    long number(LedgerRow row) {
        return Long.parseLong(String.valueOf(Json.read(row.fields()).get("pin")));
    }

    @Override
    protected String row(int number, int draw) {
        return "%d\t2026-05-%02d 08:%02d:00\t0\t%d\t0\t0\t0"
                .formatted(number, 1 + number % 28, draw % 60, draw % 2);
    }

    @Override
    protected String hello() {
        return "/iclock/cdata?SN=" + serial() + "&options=all&language=69&pushver=2.4.1";
    }

    @Override
    protected String upload(int last) {
        return "/iclock/cdata?SN=" + serial() + "&table=ATTLOG&Stamp=" + last;
    }
}
