/** What listeners have allowed: codes, pushed requests, device codes and consents. */
@NullMarked
@CheckReturnValue
package dev.legato.account.oauth.grant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
