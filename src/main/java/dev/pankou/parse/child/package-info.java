/**
 * What runs in the child JVM: formats become blocks and rows. Started by name; no other package may use it, so that none of its
 * libraries is ever loaded in the server. Trusts no file; is trusted by nobody.
 */
@NullMarked
package dev.pankou.parse.child;

import org.jspecify.annotations.NullMarked;
