/**
 * How secrets rest: digests of tokens, and AES-GCM under a key file in the data folder for what must be read again.
 */
@NullMarked
package dev.pankou.secret;

import org.jspecify.annotations.NullMarked;
