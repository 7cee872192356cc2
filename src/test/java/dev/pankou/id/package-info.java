/** Tests of identifiers. */
@org.jspecify.annotations.NullMarked
package dev.pankou.id;
