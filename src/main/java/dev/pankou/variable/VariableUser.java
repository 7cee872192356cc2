package dev.pankou.variable;

import dev.pankou.id.Id;

/**
 * Whose values are meant (BEHAVIOUR 3.12).
 *
 * @param user whose token it is
 * @param connector the channel
 * @param endUser {@code connector_uid}: user_id of a chat, ext.user_id of a run; up to {@link VariableService#LONGEST_KEY}
 *     characters
 */
public record VariableUser(Id user, Id connector, String endUser) {}
