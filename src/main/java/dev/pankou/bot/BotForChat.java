package dev.pankou.bot;

import dev.pankou.id.Id;

/**
 * All that a chat needs of a bot.
 *
 * @param version empty for a draft
 */
public record BotForChat(Id bot, Id workspace, String version, BotConfig config, String name) {}
