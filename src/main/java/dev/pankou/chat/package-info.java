/**
 * Chats: one invocation of a bot in a conversation each. A chat is a run: started by a call, done on a virtual thread of
 * its own, watched by streams, stored in one transaction at its beginning and one at its end. It waits for tool outputs as
 * a row, without a thread. One chat at a time runs in a conversation, on all nodes (4016). What a client was told is stored.
 */
@NullMarked
package dev.pankou.chat;

import org.jspecify.annotations.NullMarked;
