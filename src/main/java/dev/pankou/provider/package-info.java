/**
 * Models that can be asked: those an administrator added, the one from the settings, and the built-in offline model, which is
 * always there. Keys are sealed in the store and never leave it but to their own server. Knows what a model can do; asking it
 * is the {@code model} room's.
 */
@NullMarked
package dev.pankou.provider;

import org.jspecify.annotations.NullMarked;
