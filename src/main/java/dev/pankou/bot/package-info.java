/**
 * Bots: drafts, their configuration, published versions and the channels they are published to. A version never changes once
 * it is made; a draft belongs to its owner, who alone edits and publishes it, and the other members of its workspace may look
 * at it. Running a bot is the {@code chat} room's.
 */
@NullMarked
package dev.pankou.bot;

import org.jspecify.annotations.NullMarked;
