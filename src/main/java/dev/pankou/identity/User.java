package dev.pankou.identity;

import dev.pankou.id.Id;

/** A person (or program) with an account here. {@code createdAt} in milliseconds. */
public record User(Id id, String name, String nickName, boolean administrator, String language, long createdAt) {}
