package dev.legato.account.device;

import dev.legato.account.plan.Plans;
import dev.legato.contracts.Entitlements;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/** What the tokens of a session say beyond its account: plan, device and profile. Blocks its virtual thread. */
public final class SessionStanding {
    private final Pool pool;
    private final DeviceStore devices;
    private final Plans plans;

    /**
     * What a token is to say.
     *
     * @param device on which the session runs, or null
     * @param profile which listener of the account has chosen it, or null
     * @param explicit whether explicit tracks may be heard
     */
    public record Standing(
            Entitlements entitlements,
            @Nullable String device,
            @Nullable String profile,
            boolean explicit) {}

    public SessionStanding(Pool pool, DeviceStore devices, Plans plans) {
        this.pool = pool;
        this.devices = devices;
        this.plans = plans;
    }

    /** What the next token of a session says; its device counts as seen. */
    public Standing of(String account, String session) {
        RowSet<Row> rows =
                pool.preparedQuery("""
                        SELECT s.device_id, p.id AS profile, p.explicit FROM sessions s
                          LEFT JOIN profiles p ON p.id = s.profile_id WHERE s.id = $1 AND s.account_id = $2""").execute(Tuple.of(session, account)).await();
        Entitlements entitlements = plans.of(account);
        if (rows.size() == 0) {
            return new Standing(entitlements, null, null, true);
        }
        Row row = rows.iterator().next();
        String device = row.getString("device_id");
        if (device != null) {
            devices.seen(device);
        }
        String profile = row.getString("profile");
        return new Standing(entitlements, device, profile, profile == null || row.getBoolean("explicit"));
    }
}
