package dev.pankou.bot;

import dev.pankou.id.Id;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The knowledge bases that bots are given. Made by {@code Wiring} from the room of knowledge. */
public interface BotDatasets {
    /** Names of those among these that the workspace has. */
    Map<Id, String> names(Handle handle, Id workspace, List<Id> datasets);
}
