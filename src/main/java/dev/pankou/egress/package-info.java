/**
 * The one way out: every outbound HTTP request of the server goes through {@link dev.pankou.egress.Egress}. A host name is
 * resolved once, all its addresses are checked, and the connection goes to exactly a checked one. No other room opens a
 * connection.
 */
@NullMarked
package dev.pankou.egress;

import org.jspecify.annotations.NullMarked;
