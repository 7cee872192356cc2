package dev.pankou.workflow.node;

import tools.jackson.databind.JsonNode;

/**
 * A plugin's tool as a model is told of it.
 *
 * @param name letters, digits, _ and - only
 * @param input JSON Schema of an object
 * @param clientSide whether the server cannot run it
 */
public record ToolInfo(String name, String description, JsonNode input, boolean clientSide) {}
