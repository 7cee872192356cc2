package dev.pankou.model;

import tools.jackson.databind.JsonNode;

/**
 * A tool that the model may call.
 *
 * @param name letters, digits, _ and - only, as OpenAI wants it
 * @param parameters JSON schema of an object
 */
public record ToolSpec(String name, String description, JsonNode parameters) {}
