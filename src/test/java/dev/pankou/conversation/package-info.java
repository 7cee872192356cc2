/** Tests of conversations, messages and feedback. */
@org.jspecify.annotations.NullMarked
package dev.pankou.conversation;
