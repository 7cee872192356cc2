package dev.pankou.plugin.mcp;

import dev.pankou.id.Id;
import dev.pankou.plugin.tool.Attached;
import java.net.URI;

/**
 * A server and in whose name it is asked; each of these has a session of its own, so that what a server keeps for one workspace
 * never shows in another.
 */
public record McpServer(URI address, Id plugin, Id workspace, Attached attached) {}
