package dev.legato.account.oauth.endpoint;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.PushedAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.UserCode;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.legato.account.oauth.client.Clients;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.CheckedRequest;
import dev.legato.account.oauth.grant.CheckedRequest.RedirectedError;
import dev.legato.account.oauth.grant.DeviceStore;
import dev.legato.account.oauth.grant.RequestStore;
import dev.legato.account.oauth.grant.ScopeRules;
import dev.legato.account.oauth.message.FormParameters;
import dev.legato.account.oauth.message.Messages;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers clients that begin: pushed authorization requests (RFC 9126) and device authorization (RFC 8628 §3.1). */
public final class RequestHandler {
    private static final Set<String> CREDENTIALS = Set.of("client_secret", "client_assertion", "client_assertion_type");

    private final Endpoints endpoints;
    private final Clients clients;
    private final CheckedRequest.Rules rules;
    private final RequestStore requests;
    private final DeviceStore devices;
    private final Proofs proofs;

    RequestHandler(
            Endpoints endpoints,
            Clients clients,
            CheckedRequest.Rules rules,
            RequestStore requests,
            DeviceStore devices,
            Proofs proofs) {
        this.endpoints = endpoints;
        this.clients = clients;
        this.rules = rules;
        this.requests = requests;
        this.devices = devices;
        this.proofs = proofs;
    }

    /** Keeps an authorization request, checked as the authorization endpoint would, and answers its handle. */
    public Reply push(Request request) {
        return proofs.withNonce(request, Messages.reply(() -> pushed(request)));
    }

    private Reply pushed(Request request) {
        FormParameters form = FormParameters.of(request);
        HTTPRequest http = Messages.http(request, form, endpoints.pushedRequests());
        OAuthClient client = clients.authenticate(http, form);
        if (form.value("request_uri").isPresent()) {
            throw OAuthException.invalidRequest("request_uri: expected: none in a pushed request (RFC 9126 §2.1)");
        }
        Map<String, List<String>> parameters = new HashMap<>();
        form.parameters().forEach((name, value) -> {
            if (!CREDENTIALS.contains(name)) {
                parameters.put(name, List.of(value));
            }
        });
        parameters.put("client_id", List.of(client.id()));
        proofs.keyThumbprint(request, client).ifPresent(key -> bind(parameters, key));
        try {
            var _ = CheckedRequest.of(client, parameters, rules);
        } catch (RedirectedError e) {
            throw new OAuthException(e.error());
        }
        RequestStore.Stored stored = requests.push(client.id(), parameters).await();
        return Reply.created(
                URI.create("/oauth2/par"),
                new PushedAuthorizationSuccessResponse(URI.create(stored.uri()), RequestStore.PUSHED.toSeconds())
                        .toJSONObject());
    }

    /** A proof binds the code as the parameter does, RFC 9449 §10.1. */
    private static void bind(Map<String, List<String>> parameters, String key) {
        List<String> before = parameters.put(CheckedRequest.DPOP_KEY, List.of(key));
        if (before != null && !before.equals(List.of(key))) {
            throw OAuthException.of(OAuth2Error.INVALID_DPOP_PROOF, "dpop_jkt: another key's than the DPoP proof");
        }
    }

    /** Gives a device its two codes. */
    public Reply authorizeDevice(Request request) {
        return Messages.answer(() -> {
            FormParameters form = FormParameters.of(request);
            HTTPRequest http = Messages.http(request, form, endpoints.deviceAuthorization());
            OAuthClient client = clients.authenticate(http, form);
            Clients.require(client, GrantType.DEVICE_CODE);
            DeviceAuthorizationRequest asked = Messages.parse(http, DeviceAuthorizationRequest::parse);
            Set<String> scopes = ScopeRules.asked(asked.getScope(), client, rules.scopes());
            DeviceStore.Codes codes = devices.create(client.id(), scopes).await();
            String shown = codes.user().shown();
            String json = new DeviceAuthorizationSuccessResponse(
                            new DeviceCode(codes.device().value()),
                            new UserCode(shown),
                            endpoints.device(),
                            URI.create(endpoints.device() + "?user_code=" + shown),
                            DeviceStore.LIFE.toSeconds(),
                            DeviceStore.INTERVAL.toSeconds(),
                            null)
                    .toJSONObject()
                    .toJSONString();
            return new JsonObject(json).getMap();
        });
    }
}
