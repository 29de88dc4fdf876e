/** How pages are rendered: layout, texts by language, security headers, the browser's cookie and its CSRF tokens. */
@NullMarked
@CheckReturnValue
package dev.legato.account.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
