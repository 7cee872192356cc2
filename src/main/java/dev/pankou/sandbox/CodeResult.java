package dev.pankou.sandbox;

/**
 * What a user's function returned.
 *
 * @param json text of a JSON object, well-formed; integers of any length as Python wrote them
 * @param printed what the code wrote to standard output and error, the first 64 KB of it
 */
public record CodeResult(String json, String printed) {}
