package dev.legato.runtime.links;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this machine is called on its networks; looked up again after a while, since laptops move. */
public final class MachineNames {
    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** Where a responder for {@code .local} names (RFC 6762) runs. */
    private static final Path MULTICAST_DNS = Path.of("/run/avahi-daemon");

    private final Supplier<Set<String>> lookUp;
    private final LongSupplier nanoTime;
    private volatile Known known;

    private record Known(Set<String> names, long nanos) {}

    public MachineNames(LongSupplier nanoTime) {
        this(MachineNames::all, nanoTime);
    }

    MachineNames(Supplier<Set<String>> lookUp, LongSupplier nanoTime) {
        this.lookUp = lookUp;
        this.nanoTime = nanoTime;
        this.known = new Known(lookUp.get(), nanoTime.getAsLong());
    }

    /** Whether {@code host}, in the form of {@link HostField}, is this machine. */
    boolean contains(String host) {
        Known now = known;
        if (nanoTime.getAsLong() - now.nanos() > KEEP.toNanos()) {
            now = new Known(lookUp.get(), nanoTime.getAsLong());
            known = now;
        }
        return now.names().contains(host);
    }

    /**
     * How other devices reach what listens on all addresses of this machine: IPv4 addresses first, then IPv6, then its
     * name where multicast DNS announces it.
     */
    public static List<String> forOtherDevices() {
        Stream<String> literals = addresses()
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .sorted(Comparator.comparing((InetAddress address) -> address instanceof Inet6Address))
                .map(MachineNames::literal);
        Stream<String> name = Files.exists(MULTICAST_DNS) ? hostName().map(MachineNames::local).stream() : Stream.of();
        return Stream.concat(literals, name).toList();
    }

    private static Set<String> all() {
        Stream<String> names =
                hostName().stream().flatMap(name -> Stream.of(name, name.replaceFirst("\\..*", ""), local(name)));
        return Stream.of(Stream.of("localhost"), addresses().map(MachineNames::literal), names)
                .flatMap(all -> all)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
        } catch (SocketException _) {
            return Stream.of(InetAddress.getLoopbackAddress());
        }
    }

    private static Optional<String> hostName() {
        try {
            return HostField.parse(Files.readString(HOST_NAME).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String local(String name) {
        return name.replaceFirst("\\..*", "") + ".local";
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ipv6 ? Ipv6.literal(ipv6) : address.getHostAddress();
    }
}
