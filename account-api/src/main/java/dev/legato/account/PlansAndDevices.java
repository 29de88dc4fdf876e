package dev.legato.account;

import dev.legato.account.device.DeviceHandler;
import dev.legato.account.device.DeviceStore;
import dev.legato.account.device.SessionStanding;
import dev.legato.account.person.ProfileHandler;
import dev.legato.account.person.ProfileStore;
import dev.legato.account.plan.BillingHandler;
import dev.legato.account.plan.FamilyHandler;
import dev.legato.account.plan.FamilyStore;
import dev.legato.account.plan.PlanHandler;
import dev.legato.account.plan.PlanSettings;
import dev.legato.account.plan.PlanStore;
import dev.legato.account.plan.Plans;
import dev.legato.account.token.Revocations;
import dev.legato.contracts.Revocation;
import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/** Builds plans, devices and profiles, and says which operations they answer. */
final class PlansAndDevices {
    private final PlanStore planStore;
    private final FamilyStore families;
    private final DeviceStore deviceStore;
    private final SessionStanding standing;
    private final PlanHandler plan;
    private final FamilyHandler family;
    private final BillingHandler billing;
    private final DeviceHandler devices;
    private final ProfileHandler profiles;

    PlansAndDevices(
            Pool pool,
            PlanSettings settings,
            URI issuer,
            Revocations revocations,
            RandomGenerator random,
            Clock clock) {
        planStore = new PlanStore(pool, clock, settings.grace());
        families = new FamilyStore(pool, clock, random, settings.familyMembers());
        Plans plans = new Plans(settings, planStore, families);
        deviceStore = new DeviceStore(
                pool, clock, random, (transaction, device, ended) -> signOut(revocations, transaction, device, ended));
        standing = new SessionStanding(pool, deviceStore, plans);
        plan = new PlanHandler(settings, plans, planStore, random, clock);
        family = new FamilyHandler(plans, families, issuer, settings.familyMembers());
        billing = new BillingHandler(settings, planStore, clock);
        devices = new DeviceHandler(deviceStore, plans);
        profiles = new ProfileHandler(new ProfileStore(pool, clock), random);
    }

    /** What the tokens of a session say of them. */
    SessionStanding standing() {
        return standing;
    }

    /** Answers their operations. */
    ApiServer install(ApiServer api) {
        return api.on("getPlan", plan::mine)
                .on("beginTrial", plan::beginTrial)
                .on("getPlanOfAccount", plan::ofAccount)
                .on("putPlanOfAccount", plan::grant)
                .on("getFamily", family::family)
                .on("inviteToFamily", family::invite)
                .on("lookAtInvitation", family::look)
                .on("declineInvitation", family::decline)
                .on("joinFamily", family::join)
                .on("removeFamilyMember", family::remove)
                .on("takeBillingEvent", billing::take)
                .on("getDevices", devices::list)
                .on("challengeDevice", devices::challenge)
                .on("registerDevice", devices::register)
                .on("changeDevice", devices::change)
                .on("removeDevice", devices::remove)
                .on("getProfiles", profiles::list)
                .on("addProfile", profiles::add)
                .on("changeProfile", profiles::change)
                .on("removeProfile", profiles::remove)
                .on("chooseProfile", profiles::choose);
    }

    /** What expires: each removes up to so many rows and says how many it removed. */
    List<IntFunction<Future<Integer>>> removals() {
        return List.of(planStore::removeExpired, families::removeExpired, deviceStore::removeExpired);
    }

    /** Revokes the tokens of a device and of the sessions that ended with it. */
    private static Future<Void> signOut(
            Revocations revocations, SqlClient transaction, String device, List<String> sessions) {
        Future<Void> revoked = revocations.revoke(transaction, Revocation.Kind.DEVICE, device);
        for (String session : sessions) {
            revoked = revoked.compose(_ -> revocations.revoke(transaction, Revocation.Kind.SESSION, session));
        }
        return revoked;
    }
}
