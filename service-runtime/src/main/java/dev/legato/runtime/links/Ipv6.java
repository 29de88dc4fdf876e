package dev.legato.runtime.links;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** IPv6 addresses as they stand in URLs (RFC 3986 §3.2.2): in brackets, each address in one form only. */
final class Ipv6 {
    private Ipv6() {}

    /** The address without the zone that only this machine knows. */
    static String literal(Inet6Address address) {
        return "[" + address.getHostAddress().replaceFirst("%.*", "").toLowerCase(Locale.ROOT) + "]";
    }

    /** The same for an address in brackets that is written in any form; empty if it is none. */
    static Optional<String> normalized(String inBrackets) {
        try {
            InetAddress address = InetAddress.ofLiteral(inBrackets.substring(1, inBrackets.length() - 1));
            return address instanceof Inet6Address ipv6 ? Optional.of(literal(ipv6)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
