package dev.legato.account.device;

import dev.legato.account.device.DeviceStore.Registration;
import dev.legato.account.person.DisplayName;
import dev.legato.account.plan.Plans;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.ProblemType;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Registers, lists, renames and signs out the devices of the calling account. */
public final class DeviceHandler {
    private static final int MAX_CHALLENGE_CHARACTERS = 64;

    /** A problem names this many devices at most. */
    private static final int MAX_NAMED = 10;

    private final DeviceStore devices;
    private final Plans plans;

    /** {@code {challenge, expiresAt}}. */
    record ChallengeView(String challenge, Instant expiresAt) {}

    /** {@code {name, type, key, challenge, proof}}. */
    record NewDevice(
            @Nullable String name,
            @Nullable String type,
            @Nullable Map<String, Object> key,
            @Nullable String challenge,
            @Nullable String proof) {}

    /** {@code {name, type}}; what is missing stays. */
    record Change(@Nullable String name, @Nullable String type) {}

    /** {@code {id, name, type, registeredAt, lastSeenAt}}. */
    record DeviceView(String id, String name, String type, Instant registeredAt, Instant lastSeenAt) {
        static DeviceView of(Device device) {
            return new DeviceView(
                    device.id(), device.name(), device.type().label(), device.registered(), device.lastSeen());
        }
    }

    /** {@code {items, max}}; {@code max} is null if there is no limit. */
    record DevicesView(List<DeviceView> items, @Nullable Integer max) {
        DevicesView {
            items = List.copyOf(items);
        }
    }

    public DeviceHandler(DeviceStore devices, Plans plans) {
        this.devices = devices;
        this.plans = plans;
    }

    public Reply challenge(Request request) {
        DeviceStore.Challenge challenge = devices.challenge(request.caller().account());
        return Reply.created(URI.create("/v1/me/devices"), new ChallengeView(challenge.text(), challenge.expires()))
                .header("Cache-Control", "no-store");
    }

    public Reply register(Request request) {
        NewDevice body = request.body(NewDevice.class);
        DisplayName name = Request.member("name", body.name(), DisplayName::parse);
        DeviceType type = Request.member("type", body.type(), DeviceType::parse);
        String challenge = Request.member("challenge", body.challenge(), DeviceHandler::challengeText);
        String proof = Request.member("proof", body.proof(), text -> text);
        DeviceKey key = key(body.key());
        if (!key.proves(proof, challenge)) {
            throw Problem.invalid("proof", "expected: a JWS of the challenge, ES256, by the key that is registered");
        }
        Caller caller = request.caller();
        int max = plans.limits(caller.account()).devices();
        return switch (devices.register(caller.account(), caller.session(), challenge, name.value(), type, key, max)) {
            case Registration.Registered(Device device) ->
                Reply.created(URI.create("/v1/me/devices/" + device.id()), DeviceView.of(device));
            case Registration.TooMany(var there) -> throw tooMany(there, max);
            case Registration.Unchallenged() ->
                throw Problem.invalid("challenge", "unknown, expired or used (expected: a fresh one)");
        };
    }

    public Reply list(Request request) {
        String account = request.caller().account();
        int max = plans.limits(account).devices();
        List<DeviceView> items =
                devices.list(account).stream().map(DeviceView::of).toList();
        return Reply.ok(new DevicesView(items, max == Integer.MAX_VALUE ? null : max))
                .privateAlwaysAsk();
    }

    public Reply change(Request request) {
        Change body = request.body(Change.class);
        String name = body.name() == null
                ? null
                : Request.member("name", body.name(), DisplayName::parse).value();
        DeviceType type = body.type() == null ? null : Request.member("type", body.type(), DeviceType::parse);
        String id = id(request);
        return Reply.ok(DeviceView.of(
                devices.change(request.caller().account(), id, name, type).orElseThrow(() -> none(id))));
    }

    public Reply remove(Request request) {
        String id = id(request);
        if (!devices.remove(request.caller().account(), id)) {
            throw none(id);
        }
        return Reply.noContent();
    }

    private static ProblemException tooMany(List<Device> there, int max) {
        String names = there.stream().limit(MAX_NAMED).map(Device::name).collect(Collectors.joining(", "));
        return new ProblemException(Problem.of(
                ProblemType.TOO_MANY_DEVICES,
                "Your plan allows %d devices, and you have: %s. Remove one first.".formatted(max, names),
                null));
    }

    private static ProblemException none(String id) {
        return Problem.notFound("You have no device %s.".formatted(id));
    }

    private static DeviceKey key(@Nullable Map<String, Object> jwk) {
        if (jwk == null) {
            throw Problem.invalid("key", "missing (expected: a JWK)");
        }
        try {
            return DeviceKey.parse(jwk);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("key", String.valueOf(e.getMessage()));
        }
    }

    private static String challengeText(String text) {
        if (text.isEmpty() || text.length() > MAX_CHALLENGE_CHARACTERS) {
            throw new IllegalArgumentException("length: %d (expected: 43)".formatted(text.length()));
        }
        return text;
    }

    private static String id(Request request) {
        return request.path("id", text -> {
            ContentId.require("device id", text);
            return text;
        });
    }
}
