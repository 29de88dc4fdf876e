/** Letters to people: a queue in the database, and what sends it by SMTP. */
@NullMarked
@CheckReturnValue
package dev.legato.account.mail;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
