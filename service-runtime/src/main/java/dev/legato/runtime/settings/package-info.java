/** Settings: one YAML file and the environment, read strictly. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.settings;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
