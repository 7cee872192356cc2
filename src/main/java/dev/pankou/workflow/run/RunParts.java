package dev.pankou.workflow.run;

import java.time.Clock;
import java.util.function.Supplier;

import dev.pankou.chat.FlowChats;
import dev.pankou.id.Ids;
import dev.pankou.run.RunNode;
import dev.pankou.store.Db;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Limits;
import dev.pankou.workflow.engine.Timers;

/**
 * What all runs share.
 *
 * @param publicUrl how browsers reach this server, without a slash at the end
 */
record RunParts(
        Db db,
        Clock clock,
        Ids ids,
        RunStore store,
        RunNode node,
        Plans plans,
        Execution.Parts engine,
        Timers timers,
        Limits limits,
        RunLimits times,
        Runs runs,
        FlowChats flows,
        Supplier<String> publicUrl) {}
