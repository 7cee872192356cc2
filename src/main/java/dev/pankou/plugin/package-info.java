/**
 * Plugins: sets of tools that bots and workflows call. Tools come from an OpenAPI document or an MCP server, are executed by
 * the client, or are built in. A plugin is a draft in its workspace and, once published, a fixed definition that everybody on
 * this installation may use. Credentials are sealed, belong to the workspace that set them, and reach only the origin that they
 * were set for. What a model or a workflow makes of a result is not decided here.
 */
@NullMarked
package dev.pankou.plugin;

import org.jspecify.annotations.NullMarked;
