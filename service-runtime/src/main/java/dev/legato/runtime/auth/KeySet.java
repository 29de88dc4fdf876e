package dev.legato.runtime.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The issuer's public keys by id, from a JWK set (RFC 7517 §5). */
record KeySet(Map<String, VerifyingKey> keys) {
    KeySet {
        keys = Map.copyOf(keys);
    }

    /**
     * Reads a set. Keys of kinds that are not verified here are passed over.
     *
     * @throws IllegalArgumentException if it is no JWK set
     */
    static KeySet parse(String json) {
        try {
            Map<String, VerifyingKey> keys = new HashMap<>();
            for (JWK key : JWKSet.parse(json).getKeys()) {
                String id = key.getKeyID();
                if (id != null) {
                    VerifyingKey.of(key).ifPresent(verifying -> keys.put(id, verifying));
                }
            }
            return new KeySet(keys);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a JWK set: " + e.getMessage(), e);
        }
    }

    @Nullable
    VerifyingKey find(String id) {
        return keys.get(id);
    }

    Set<String> ids() {
        return keys.keySet();
    }
}
