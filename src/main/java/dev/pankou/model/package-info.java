/**
 * Language models: the {@link dev.pankou.model.ModelClient} port, adapters for OpenAI-compatible servers and the built-in
 * offline model. Knows nothing of bots and chats, stores nothing, and never logs prompts, answers or keys.
 */
@NullMarked
package dev.pankou.model;

import org.jspecify.annotations.NullMarked;
