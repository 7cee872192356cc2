/**
 * Conversations, their sections, messages and feedback. A conversation belongs to the user who made it and looks missing to
 * all others. Messages are ordered by id. Chats write their messages through this room; what a chat is, it does not know.
 */
@NullMarked
package dev.pankou.conversation;

import org.jspecify.annotations.NullMarked;
