package dev.pankou.workflow.run;

import java.time.Duration;

/**
 * How long runs may take and are kept; each is a setting (BEHAVIOUR 1.13, 3.8).
 *
 * @param answer the time until a blocking call is answered
 * @param sync a blocking or streamed run
 * @param async an asynchronous run
 * @param waiting for the answer to a question
 * @param kept ended runs
 * @param outputsKept texts of output nodes of ended runs
 * @param backlogBytes unread events that a slow reader may leave behind
 * @param heartbeat silence in a stream after which a PING is sent
 */
public record RunLimits(
        int concurrent,
        Duration answer,
        Duration sync,
        Duration async,
        Duration waiting,
        Duration kept,
        Duration outputsKept,
        long backlogBytes,
        Duration heartbeat) {}
