package dev.legato.account.device;

import java.time.Instant;

/**
 * A registered device.
 *
 * @param name as its owner calls it
 * @param lastSeen to five minutes
 */
public record Device(String id, String name, DeviceType type, Instant registered, Instant lastSeen) {}
