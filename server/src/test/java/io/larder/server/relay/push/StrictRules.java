package io.larder.server.relay.push;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// What every request of a terminal is like, by the protocol.
final class StrictRules {
    private static final Set<String> PATHS =
            Set.of(
                    "/iclock/cpos",
                    "/iclock/posrequest",
                    "/iclock/posdevicecmd",
                    "/iclock/cdata",
                    "/iclock/fdata",
                    "/iclock/getrequest",
                    "/iclock/devicecmd",
                    "/iclock/querydata");

    /// Account, card and so on: columns of a purchase.
    private static final int PURCHASE_COLUMNS = 11;

    private static final Pattern PUNCH =
            Pattern.compile("\\d+\\t\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\t.*)?");
    private static final Pattern REPLY = Pattern.compile("(?s)ID=[A-Za-z0-9]{1,16}[&\\n].*");

    private final BiConsumer<StrictRequest, String> complain;

    StrictRules(BiConsumer<StrictRequest, String> complain) {
        this.complain = complain;
    }

    void look(StrictRequest request) {
        Map<String, String> headers = request.headers();
        need(request, request.version().equals("HTTP/1.1"), "not HTTP/1.1");
        need(request, Set.of("GET", "POST").contains(request.method()), "another method");
        need(request, headers.getOrDefault("host", "").contains(":"), "no Host with a port");
        need(request, "iClock Proxy/1.09".equals(headers.get("user-agent")), "another User-Agent");
        need(request, "*/*".equals(headers.get("accept")), "another Accept");
        need(
                request,
                !headers.containsKey("transfer-encoding")
                        && !headers.containsKey("expect")
                        && !headers.containsKey("upgrade"),
                "a header that no terminal sends");
        need(request, PATHS.contains(request.path()), "a path that no terminal knows");
        need(request, request.serial().matches("[A-Za-z0-9]{1,32}"), "no serial number");
        need(request, request.target().indexOf("SN=") > 0, "SN is missing");
        boolean post = request.method().equals("POST");
        need(request, post == headers.containsKey("content-length"), "Content-Length amiss");
        if (request.isReply()) {
            need(request, REPLY.matcher(request.body()).matches(), "a reply without ID");
        } else if (request.isUpload()) {
            rows(request);
        }
    }

    private void rows(StrictRequest request) {
        switch (request.table()) {
            case "BUYLOG" -> {
                need(request, request.query().containsKey("Stamp"), "BUYLOG without Stamp");
                need(request, request.query().containsKey("StampId"), "BUYLOG without StampId");
                for (String row : request.body().lines().toList()) {
                    need(
                            request,
                            row.split("\t", -1).length >= PURCHASE_COLUMNS,
                            "a purchase without all columns");
                }
            }
            case "ATTLOG" -> {
                for (String row : request.body().lines().toList()) {
                    need(request, PUNCH.matcher(row).matches(), "no punch: " + row);
                }
            }
            default -> {
                // Other tables have many forms.
            }
        }
    }

    private void need(StrictRequest request, boolean right, String complaint) {
        if (!right) {
            complain.accept(request, complaint);
        }
    }
}
