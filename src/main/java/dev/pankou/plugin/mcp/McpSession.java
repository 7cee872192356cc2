package dev.pankou.plugin.mcp;

import tools.jackson.databind.JsonNode;

/**
 * What was agreed with a server.
 *
 * @param id of the header Mcp-Session-Id; may be empty
 * @param legacy the older transport, where each call opens its own stream
 * @param hello the server's answer to initialize
 */
record McpSession(String id, String protocol, boolean legacy, JsonNode hello) {}
