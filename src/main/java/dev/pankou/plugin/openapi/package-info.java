/** Plugins made of an OpenAPI 3 document: reading it into tools, and calling one of them. */
@NullMarked
package dev.pankou.plugin.openapi;

import org.jspecify.annotations.NullMarked;
