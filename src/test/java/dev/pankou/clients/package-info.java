/**
 * The official clients, unmodified, against a real server. What the tests here cover, marked by {@link
 * dev.pankou.clients.Covers}, is what {@code docs/compatibility.md} says.
 */
@NullMarked
package dev.pankou.clients;

import org.jspecify.annotations.NullMarked;
