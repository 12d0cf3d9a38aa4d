package io.larder.server.console;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.larder.server.record.MediaType;
import io.larder.server.site.SiteLimits;
import java.io.IOException;
import java.io.InputStream;

/// What is asked at which path, and of which desk.
final class Routes {
    private static final String DESCRIPTION = "openapi.json";

    private final HttpRouting.Builder routing = HttpRouting.builder();
    private final Rights rights;

    private Routes(Rights rights) {
        this.rights = rights;
    }

    /// To all of `desks`.
    static HttpRouting.Builder to(Console.Desks desks, Rights rights) {
        Routes routes = new Routes(rights);
        routes.open(desks);
        routes.commands(desks.commands());
        routes.boxes(desks.boxes());
        routes.upstreams(desks.upstreams());
        routes.clock(desks.clock());
        routes.site(desks.site());
        routes.operations(desks.operations());
        routes.others(desks);
        return routes.routing;
    }

    /// What is for everybody, or for everybody on this machine.
    private void open(Console.Desks desks) {
        routing.get("/health/live", Rights.open(_ -> desks.health().live()))
                .get("/health/ready", Rights.open(_ -> desks.health().ready()))
                .get("/metrics", rights.metrics(desks.metrics()))
                .get("/api/v1/openapi.json", Routes::describe);
    }

    private void commands(CommandDesk desk) {
        routing.post(
                        "/api/v1/commands",
                        rights.guarded((request, role) -> desk.order(request.body(), role)))
                .get(
                        "/api/v1/commands",
                        rights.guarded((request, _) -> desk.list(request::parameter)))
                .get(
                        "/api/v1/commands/{id}",
                        rights.guarded((request, _) -> desk.show(request.path("id"))))
                .get(
                        "/api/v1/commands/{id}/content",
                        rights.bytes(
                                request -> desk.content(request.path("id")),
                                _ -> MediaType.OTHER,
                                "no reply brought anything"))
                .post(
                        "/api/v1/commands/{id}/cancel",
                        rights.guarded((request, role) ->
                                desk.cancel(
                                        request.path("id"),
                                        request.parameter("by").orElse(role.word()))));
    }

    private void boxes(BoxDesk desk) {
        routing.get("/api/v1/boxes", rights.guarded((_, _) -> desk.list()))
                .post(
                        "/api/v1/boxes/invitations",
                        rights.guarded((request, role) -> desk.invite(request.body(), role)))
                .post(
                        "/api/v1/boxes/{box}/revoke",
                        rights.guarded((request, role) -> desk.revoke(request.path("box"), role)))
                .post(
                        "/api/v1/boxes/{box}/readmit",
                        rights.guarded((request, role) -> desk.readmit(request.path("box"), role)))
                .post(
                        "/api/v1/boxes/{box}/quota",
                        rights.guarded((request, role) ->
                                desk.quota(request.path("box"), request.body(), role)));
    }

    private void upstreams(UpstreamDesk desk) {
        routing.get("/api/v1/upstreams", rights.guarded((_, _) -> desk.list()))
                .get(
                        "/api/v1/upstreams/{name}/dead-letters",
                        rights.guarded((request, _) -> desk.deadLetters(request.path("name"))))
                .post(
                        "/api/v1/upstreams/{name}/{action}",
                        rights.guarded((request, role) ->
                                desk.steer(
                                        request.path("name"),
                                        request.path("action"),
                                        request::parameters,
                                        role)));
    }

    private void clock(ClockDesk desk) {
        routing.get("/api/v1/clock", rights.guarded((_, _) -> desk.show()))
                .post(
                        "/api/v1/clock/confirm",
                        rights.guarded((request, _) -> desk.confirm(request.parameter("time"))));
    }

    private void site(SiteDesk desk) {
        routing.get("/api/v1/site", rights.guarded((_, _) -> desk.overview()))
                .get(
                        "/api/v1/meetings",
                        rights.guarded((request, _) -> desk.meetings(request::parameter)))
                .get(
                        "/api/v1/site/{kind}",
                        rights.guarded((request, _) ->
                                desk.list(request.path("kind"), request::parameter)))
                .post(
                        "/api/v1/site",
                        rights.guarded((request, role) ->
                                desk.take(
                                        request.body(SiteLimits.IMPORT_BYTES),
                                        request::parameter,
                                        role.word())));
    }

    private void operations(Operations operations) {
        routing.get("/api/v1/status", rights.guarded((_, _) -> operations.status()))
                .post(
                        "/api/v1/pair",
                        rights.guarded((request, _) ->
                                operations.pair(request.parameter("seconds").orElse(""))))
                .get(
                        "/api/v1/reconciliation",
                        rights.guarded((request, _) ->
                                operations.reconciliation(request.parameter("terminal"))))
                .post(
                        "/api/v1/quarantine/retry",
                        rights.guarded(
                                (request, _) -> operations.retry(request.parameters("place"))));
    }

    /// To the desks that answer one question each.
    private void others(Console.Desks desks) {
        routing.get(
                        "/api/v1/contents/{sha256}",
                        rights.bytes(
                                request -> desks.contents().content(request.path("sha256")),
                                MediaType::of,
                                "this content is not here"))
                .post(
                        "/api/v1/people/copy",
                        rights.guarded(
                                (request, role) -> desks.people().copy(request.body(), role)))
                .post(
                        "/api/v1/credentials",
                        rights.guarded(
                                (request, role) -> desks.credentials().take(request.body(), role)))
                .post(
                        "/api/v1/terminals/{serial}",
                        rights.guarded((request, _) ->
                                desks.terminals().adjust(request.path("serial"), request.body())));
    }

    private static void describe(ServerRequest request, ServerResponse response)
            throws IOException {
        try (InputStream description = Routes.class.getResourceAsStream(DESCRIPTION)) {
            if (description == null) {
                throw new IllegalStateException(DESCRIPTION + " is not in the program");
            }
            response.header("Content-Type", "application/json");
            response.send(description.readAllBytes());
        }
    }
}
