package dev.legato.account.privacy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that account-api itself knows of an account, as the owner gets it: no secret and no hash of one, and nobody else's id but
 * those of its own family. Each list has at most {@value #MAX_ROWS} rows, the latest.
 */
final class OwnData {
    static final int MAX_ROWS = 1_000;

    private static final String ACCOUNT = """
            SELECT a.country, a.language, a.roles, a.created_at AS "createdAt", a.email_verified_at AS "emailVerifiedAt",
                a.logged_out_at AS "loggedOutAt",
                coalesce((SELECT confirmed FROM authenticators WHERE account_id = a.id), false) AS authenticator,
                (SELECT count(*) FROM recovery_codes WHERE account_id = a.id) AS "recoveryCodes",
                (SELECT base FROM plan_states WHERE account_id = a.id) AS "planBase",
                (SELECT owner_id FROM family_members WHERE member_id = a.id) AS "familyOwner",
                d.requested_at AS "deletionRequestedAt", d.due_at AS "deletionDueAt"
              FROM accounts a LEFT JOIN account_deletions d ON d.account_id = a.id WHERE a.id = $1""";

    private static final Map<String, String> LISTS = new LinkedHashMap<>();

    static {
        LISTS.put("profiles", """
                SELECT id, name, explicit, created_at AS "createdAt" FROM profiles WHERE account_id = $1
                  ORDER BY created_at DESC""");
        LISTS.put("devices", """
                SELECT id, name, type, registered_at AS "registeredAt", last_seen_at AS "lastSeenAt" FROM devices
                  WHERE account_id = $1 ORDER BY last_seen_at DESC""");
        LISTS.put("sessions", """
                SELECT id, client_id AS "clientId", scopes, methods, authenticated_at AS "authenticatedAt",
                    rotated_at AS "lastUsedAt", expires_at AS "expiresAt", device_id AS "deviceId", profile_id AS "profileId"
                  FROM sessions WHERE account_id = $1 ORDER BY rotated_at DESC""");
        LISTS.put("browsers", """
                SELECT id, agent, methods, authenticated_at AS "authenticatedAt", last_seen_at AS "lastSeenAt",
                    expires_at AS "expiresAt"
                  FROM browser_sessions WHERE account_id = $1 ORDER BY last_seen_at DESC""");
        LISTS.put("networks", """
                SELECT network, last_used AS "lastUsedAt" FROM known_networks WHERE account_id = $1
                  ORDER BY last_used DESC""");
        LISTS.put("consents", """
                SELECT client_id AS "clientId", scopes, used_at AS "usedAt" FROM oauth_consents WHERE account_id = $1
                  ORDER BY used_at DESC""");
        LISTS.put("linkedSignIns", """
                SELECT issuer, roles, linked_at AS "linkedAt", last_used_at AS "lastUsedAt" FROM sso_identities
                  WHERE account_id = $1 ORDER BY last_used_at DESC""");
        LISTS.put("planEvents", """
                SELECT id, happened_at AS "happenedAt", kind, plan, until FROM plan_events WHERE account_id = $1
                  ORDER BY happened_at DESC""");
        LISTS.put("planChanges", """
                SELECT changed_at AS "changedAt", kind, plan_before AS "planBefore", status_before AS "statusBefore",
                    plan_after AS "planAfter", status_after AS "statusAfter"
                  FROM plan_changes WHERE account_id = $1 ORDER BY changed_at DESC""");
        LISTS.put("family", """
                SELECT member_id AS "memberId", joined_at AS "joinedAt" FROM family_members
                  WHERE owner_id = $1 OR member_id = $1 ORDER BY joined_at DESC""");
        LISTS.put("passkeys", """
                SELECT name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkeys WHERE account_id = $1
                  ORDER BY created_at DESC""");
        LISTS.put("avatar", """
                SELECT 'image/jpeg' AS type, updated_at AS "updatedAt", translate(encode(image, 'base64'), E'\\n', '') AS base64
                  FROM avatars WHERE account_id = $1""");
        LISTS.put("audit", """
                SELECT at, action, actor = $1 AS "byYourself" FROM audit WHERE subject = $1 ORDER BY id DESC""");
    }

    private static final String ALL = query();

    private final Pool pool;

    OwnData(Pool pool) {
        this.pool = pool;
    }

    /** What is known of an account; empty if there is none. */
    Future<Map<String, Object>> of(String account) {
        return pool.preparedQuery(ALL).execute(Tuple.of(account)).map(rows -> rows.stream()
                .findFirst()
                .map(row -> row.getValue(0))
                .filter(JsonObject.class::isInstance)
                .map(found -> ((JsonObject) found).getMap())
                .orElse(Map.of()));
    }

    /** One statement, so that what it shows was there at one time. */
    private static String query() {
        StringBuilder query = new StringBuilder("SELECT to_jsonb(a)");
        LISTS.forEach((name, list) ->
                query.append(" || jsonb_build_object('%s', (SELECT coalesce(jsonb_agg(r), '[]') FROM (%s LIMIT %d) r))"
                        .formatted(name, list, MAX_ROWS)));
        return query.append(" FROM (%s) a".formatted(ACCOUNT)).toString();
    }
}
