/**
 * Variables of bots and apps: what they declare (keyword, default, description, who may see it) and the values of their users,
 * one for each user, channel, end user and bot or app. Definitions take effect when they are put, not with a publish. Values
 * are read and written by the API, by workflows and by models in a chat, who all see the same at once.
 */
@NullMarked
package dev.pankou.variable;

import org.jspecify.annotations.NullMarked;
