package dev.pankou.http;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the server listens.
 *
 * @param port 0 takes a free one
 * @param idleTimeout a connection on which nothing moves this long in the middle of a request or answer is closed
 * @param bodyTimeout a request body must be whole after this time; uploads are bound by idleTimeout alone
 * @param temporary folder for parts of multipart bodies
 */
public record HttpConfig(String host, int port, Duration idleTimeout, Duration bodyTimeout, Path temporary) {}
