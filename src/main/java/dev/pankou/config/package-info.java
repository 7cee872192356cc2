/** Settings: flags, PANKOU_* variables and pankou.properties, every one typed, listed and checked at start. */
@NullMarked
package dev.pankou.config;

import org.jspecify.annotations.NullMarked;
