package dev.legato.metadata.api;

import dev.legato.contracts.Entitlements;
import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.auth.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who listens, and what of the catalogue may be heard.
 *
 * @param limits of the plan, as links carry them
 * @param explicit whether explicit tracks may be found and heard
 */
public record Listener(String account, LinkLimits limits, boolean explicit) {
    /** Bit rates and counts from here on are no limits: a link's token has no more digits. */
    private static final int UNLIMITED_BITRATE = 1_000_000_000;

    private static final int UNLIMITED_STREAMS = 10_000;
    private static final int PLAYER_BYTES = 9;

    /** The bearer of an access token. */
    static Listener of(Caller caller) {
        String player = caller.device() != null ? caller.device() : caller.session();
        return new Listener(
                caller.account(), limits(caller.entitlements(), player, caller.account()), caller.explicit());
    }

    /** @param player a device or a session; the account itself if it is neither */
    static LinkLimits limits(Entitlements plan, @Nullable String player, String account) {
        boolean counted = plan.streams() < UNLIMITED_STREAMS;
        return new LinkLimits(
                plan.maxBitrate() < UNLIMITED_BITRATE ? Math.max(1, plan.maxBitrate()) : Integer.MAX_VALUE,
                counted ? Math.max(1, plan.streams()) : Integer.MAX_VALUE,
                counted ? shortened(player == null ? account : player) : "");
    }

    /** Links stand in logs of others, and need to tell players of one account apart only. */
    private static String shortened(String id) {
        byte[] hash = Sha256.of(id.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, PLAYER_BYTES));
    }
}
