package dev.pankou.table;

import dev.pankou.id.Id;

/**
 * For whom a statement runs.
 *
 * @param connector the channel
 * @param endUser user_id of a chat, ext.user_id of a run; up to {@link TableService#LONGEST_USER} characters
 */
public record TableUser(Id connector, String endUser) {}
