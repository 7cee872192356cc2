/**
 * Users and their access tokens: who somebody is, what a token may do, how the first administrator comes to be.
 * Tokens are random values of 256 bits, stored as SHA-256 digests, shown once. OAuth comes to this room later.
 */
@NullMarked
package dev.pankou.identity;

import org.jspecify.annotations.NullMarked;
