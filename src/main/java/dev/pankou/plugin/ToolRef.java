package dev.pankou.plugin;

import dev.pankou.id.Id;

/** How bots and workflow nodes name a tool. */
public record ToolRef(Id plugin, Id tool) {}
