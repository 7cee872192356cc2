package dev.pankou.api;

import dev.pankou.access.Caller;
import dev.pankou.http.Exchange;

/** The request around a handler that needs more of it than its record: cookies, headers, parts. */
public record Call(Caller caller, Exchange exchange, String logid) {}
