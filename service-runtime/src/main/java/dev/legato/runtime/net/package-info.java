/** Addresses and networks: who calls, through which proxies. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.net;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
