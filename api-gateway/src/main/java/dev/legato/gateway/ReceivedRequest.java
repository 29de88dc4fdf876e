package dev.legato.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/**
 * A request received whole and allowed.
 *
 * @param address who asks
 * @param network the block of addresses it comes from, see {@link dev.legato.runtime.net.AddressBlock#ofSubscriber}
 */
record ReceivedRequest(RoutingContext context, Buffer body, String address, String network) {}
