/** Our façade over Jetty: exchange, bodies, server-sent events. The only room that sees Jetty's server types. */
@NullMarked
package dev.pankou.http;

import org.jspecify.annotations.NullMarked;
