package dev.pankou.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A part of a multipart body, lying in a temporary file until the exchange ends.
 *
 * @param fileName as the client wrote it, never to be used as a path; null for plain fields
 */
public record Part(String name, @Nullable String fileName, Path content, long sizeBytes) {}
