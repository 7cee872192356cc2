/** Declared operations: routing, access check, limits, envelope, errors, the served OpenAPI document. */
@NullMarked
package dev.pankou.api;

import org.jspecify.annotations.NullMarked;
