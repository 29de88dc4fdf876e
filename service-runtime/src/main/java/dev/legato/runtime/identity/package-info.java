/** Who a proxy in front of the gateway says is asking, on its way from the gateway to account-api. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
