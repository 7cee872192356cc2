package dev.pankou.workflow;

import dev.pankou.api.Operation;
import dev.pankou.bot.BotService;
import dev.pankou.files.Icons;
import dev.pankou.id.Ids;
import dev.pankou.identity.IdentityService;
import dev.pankou.provider.ProviderService;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.plugin.PluginService;
import dev.pankou.table.TableService;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What {@code Wiring} sees of this room. */
public record WorkflowRoom(WorkflowService service, List<Operation<?, ?>> operations) {
    /** @param publicUrl how browsers reach this server, without a slash at the end; asked for when it listens */
    public static WorkflowRoom open(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            IdentityService identity,
            UploadService uploads,
            ProviderService models,
            BotService bots,
            TableService tables,
            PluginService plugins,
            KnowledgeService knowledge,
            Supplier<String> publicUrl) {
        Icons icons = uploads;
        var store = new WorkflowStore();
        var access = new WorkflowAccess(workspaces, store);
        var check = new WorkflowCheck(db, store, models);
        var editor = new WorkflowEditor(db, clock, ids, workspaces, icons, bots, store, access, check);
        var reader = new WorkflowReader(db, workspaces, store, access, check);
        var views = new WorkflowViews(identity, icons);
        var documented = new WorkflowOperations(reader, new Collaboration(db, clock, workspaces, store, access), views);
        var transfer = new TransferOperations(new WorkflowImport(db, store, editor, check, models, tables, plugins, knowledge), reader, uploads, publicUrl);
        return new WorkflowRoom(
                new WorkflowService(db, workspaces, store, access),
                Stream.of(documented.declared(), new EditingOperations(editor, reader, views).declared(), transfer.declared())
                        .<Operation<?, ?>>flatMap(List::stream)
                        .toList());
    }
}
