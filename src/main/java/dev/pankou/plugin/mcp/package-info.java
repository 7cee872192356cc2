/**
 * The Model Context Protocol as a client: streamable HTTP, and the older HTTP with server-sent events. Tools only; no process is
 * ever started.
 */
@NullMarked
package dev.pankou.plugin.mcp;

import org.jspecify.annotations.NullMarked;
