package dev.legato.runtime.net;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxies whose {@code X-Forwarded-For} is believed. Each proxy appends the address it was asked from, so the caller
 * is the right-most address that is not a proxy of ours: what stands further left, anyone may have written.
 */
public final class TrustedProxies {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

    /** {@code 192.0.2.1:4711} or {@code [2001:db8::1]:4711}, as some load balancers write it. */
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[([^]]*)]|([0-9.]+))(?::\\d{1,5})?");

    private final String key;
    private final List<AddressBlock> blocks;
    private final AtomicBoolean warned = new AtomicBoolean();

    private TrustedProxies(String key, List<AddressBlock> blocks) {
        this.key = key;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Reads a list of addresses and CIDR blocks.
     *
     * @throws SettingsException naming the key and the entry that is neither
     */
    public static TrustedProxies from(Settings settings, String key, List<String> fallback) {
        List<AddressBlock> blocks = new ArrayList<>();
        for (String entry : settings.list(key, fallback)) {
            try {
                blocks.add(AddressBlock.parse(entry));
            } catch (IllegalArgumentException e) {
                throw new SettingsException(
                        "%s: %s (expected: addresses or blocks like 192.0.2.7, 10.0.0.0/8 or fd00::/8)"
                                .formatted(key, e.getMessage()));
            }
        }
        return new TrustedProxies(key, blocks);
    }

    /**
     * Finds the address a request came from. The first time a peer that is not listed sends {@code X-Forwarded-For}, a
     * warning names the setting: the peer may be a proxy that was forgotten there.
     *
     * @param peer the address at the other end of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}, in the order of the header's lines
     * @return empty if a listed proxy does not say for whom it asks
     */
    public Optional<String> caller(String peer, List<String> forwardedFor) {
        if (!contains(peer)) {
            if (!forwardedFor.isEmpty() && warned.compareAndSet(false, true)) {
                LOG.warn(
                        "{} sends X-Forwarded-For but is not in {}; the header is ignored, and all who call through this"
                                + " address count as one caller (if it is a proxy of yours, add it to {})",
                        peer,
                        key,
                        key);
            }
            return Optional.of(peer);
        }
        List<String> hops = Arrays.stream(String.join(",", forwardedFor).split(",", -1))
                .map(hop -> withoutPort(hop.strip()))
                .toList();
        String caller = "";
        for (String hop : hops.reversed()) {
            if (AddressBlock.ofSubscriber(hop).isEmpty()) {
                break;
            }
            caller = hop;
            if (!contains(hop)) {
                break;
            }
        }
        return caller.isEmpty() ? Optional.empty() : Optional.of(caller);
    }

    /** Whether an address is listed. */
    public boolean contains(String address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static String withoutPort(String hop) {
        Matcher parts = WITH_PORT.matcher(hop);
        if (!parts.matches()) {
            return hop;
        }
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }

    /** The blocks, as in the settings. */
    @Override
    public String toString() {
        return blocks.toString();
    }
}
