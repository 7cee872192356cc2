package dev.pankou.plugin;

import dev.pankou.id.Id;
import org.jspecify.annotations.Nullable;

/**
 * For whom a tool is called.
 *
 * @param workspace of the bot or workflow; decides which plugins and whose credentials
 * @param user of the access token
 * @param endUser as the caller named them; may be empty. With user and connector it is who has authorised an OAuth plugin
 * @param connector the channel, 1024 for the API
 */
public record ToolCaller(Id workspace, Id user, String endUser, Id connector, @Nullable Id bot) {}
