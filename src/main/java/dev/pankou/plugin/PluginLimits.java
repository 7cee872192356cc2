package dev.pankou.plugin;

import java.time.Duration;

/**
 * Bounds of plugins.
 *
 * @param timeout of one call of a tool
 * @param responseBytes of a tool's answer
 * @param tools of one plugin
 * @param documentBytes of an OpenAPI document
 */
public record PluginLimits(Duration timeout, long responseBytes, int tools, long documentBytes) {}
