package dev.pankou.conversation;

import dev.pankou.api.Operation;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What {@code Wiring} sees of this room. */
public record ConversationRoom(ConversationService service, List<Operation<?, ?>> operations) {
    public static ConversationRoom open(Db db, Clock clock, Ids ids, BotAccess bots, Attachments attachments) {
        var service = new ConversationService(db, clock, ids, bots, attachments);
        var operations = new ArrayList<Operation<?, ?>>(new ConversationOperations(service).declared());
        operations.addAll(new MessageOperations(service).declared());
        return new ConversationRoom(service, List.copyOf(operations));
    }
}
