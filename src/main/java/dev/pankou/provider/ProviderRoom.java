package dev.pankou.provider;

import dev.pankou.api.Operation;
import dev.pankou.id.Ids;
import dev.pankou.model.ModelClient;
import dev.pankou.secret.Seal;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code Wiring} sees of this room. */
public record ProviderRoom(ProviderService service, List<Operation<?, ?>> operations) {
    /**
     * @param client asks models when an administrator tests one; impatient, one try
     * @param configured the model of the settings, or null
     */
    public static ProviderRoom open(
            Db db, Clock clock, Ids ids, Seal seal, ModelClient client, ProviderService.@Nullable Configured configured) {
        var service = new ProviderService(db, clock, ids, seal, client);
        service.configure(configured);
        return new ProviderRoom(service, new ProviderOperations(service).declared());
    }
}
