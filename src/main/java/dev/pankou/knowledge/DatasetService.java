package dev.pankou.knowledge;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.Page;
import dev.pankou.api.PageRequest;
import dev.pankou.files.Icons;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.jobs.Jobs;
import dev.pankou.store.Db;
import dev.pankou.upload.UploadService;
import dev.pankou.workspace.Role;
import dev.pankou.workspace.WorkspaceService;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Bases and who may do what with them. Keeps no state of its own, so threads may share it. */
final class DatasetService {
    /** Names of documents that a list shows of a base, of each kind. */
    private static final int MOST_NAMES = 100;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final WorkspaceService workspaces;
    private final Icons icons;
    private final UploadService uploads;
    private final Supplier<KnowledgeBots> bots;
    private final Jobs jobs;
    private final IndexTail index;
    private final KnowledgeLimits limits;
    private final DatasetStore store = new DatasetStore();
    private final DocumentStore documents = new DocumentStore();
    private final ChangeStore changes = new ChangeStore();

    DatasetService(
            Db db,
            Clock clock,
            Ids ids,
            WorkspaceService workspaces,
            Icons icons,
            UploadService uploads,
            Supplier<KnowledgeBots> bots,
            Jobs jobs,
            IndexTail index,
            KnowledgeLimits limits) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.workspaces = workspaces;
        this.icons = icons;
        this.uploads = uploads;
        this.bots = bots;
        this.jobs = jobs;
        this.index = index;
        this.limits = limits;
    }

    /** A base with what lists show of its documents. */
    record Shown(Dataset dataset, DatasetStore.Sums sums, List<DatasetStore.Name> names, int bots) {}

    /** Makes an empty base. @throws dev.pankou.api.ApiException 4000 for a workspace that is none of the caller's, or is full */
    Id create(
            Caller caller, Id workspace, String name, String description, @Nullable Id icon, Dataset.Format format) {
        var now = clock.millis();
        var dataset = new Dataset(ids.next(), workspace, caller.user(), name, description, icon, format, now, now);
        return db.write(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "space_id");
            if (store.count(handle, workspace, "", null) >= limits.datasets()) {
                throw ApiError.field("space_id", "a workspace has at most " + limits.datasets() + " knowledge bases");
            }
            if (icon != null) {
                icons.keep(handle, caller.user(), icon, "file_id");
            }
            store.insert(handle, dataset);
            return dataset.id();
        });
    }

    /** The bases of a workspace, newest first (ListDatasetOpenAPI). */
    Page<Shown> list(Caller caller, Id workspace, String name, Dataset.@Nullable Format format, PageRequest page) {
        return db.read(handle -> {
            workspaces.require(handle, caller, workspace, Role.MEMBER, "space_id");
            return new Page<>(
                    shown(handle, store.list(handle, workspace, name, format, page)),
                    store.count(handle, workspace, name, format));
        });
    }

    Shown get(Caller caller, Id id) {
        return db.read(handle -> shown(handle, List.of(seen(handle, caller, id))).getFirst());
    }

    /** @param datasets of one workspace */
    private List<Shown> shown(Handle handle, List<Dataset> datasets) {
        var all = datasets.stream().map(Dataset::id).toList();
        var sums = store.sums(handle, all);
        var knowing = datasets.isEmpty() ? Map.<Id, Integer>of() : bots.get().knowing(handle, datasets.getFirst().workspace());
        Map<Id, List<DatasetStore.Name>> names = new HashMap<>();
        for (var name : store.names(handle, all, MOST_NAMES)) {
            names.computeIfAbsent(name.dataset(), key -> new java.util.ArrayList<>()).add(name);
        }
        return datasets.stream()
                .map(dataset -> new Shown(
                        dataset,
                        sums.getOrDefault(dataset.id(), DatasetStore.Sums.NONE),
                        names.getOrDefault(dataset.id(), List.of()),
                        knowing.getOrDefault(dataset.id(), 0)))
                .toList();
    }

    /** Replaces name, description and icon (UpdateDatasetOpenAPI). */
    void update(Caller caller, Id id, String name, String description, @Nullable Id icon) {
        db.write(handle -> {
            var old = own(handle, caller, id);
            if (icon != null && !icon.equals(old.iconFile())) {
                icons.keep(handle, caller.user(), icon, "file_id");
            }
            store.update(handle, id, name, description, icon, clock.millis());
            return id;
        });
    }

    /** Deletes a base with all that is in it; bots and workflows that name it go on without it. */
    void delete(Caller caller, Id id) {
        db.write(handle -> {
            var dataset = locked(handle, caller, id);
            if (!dataset.owner().equals(caller.user())) {
                workspaces.require(handle, caller, dataset.workspace(), Role.ADMIN, "dataset_id");
            }
            uploads.release(handle, documents.files(handle, id));
            documents.deleteAll(handle, id);
            store.delete(handle, id);
            jobs.submit(handle, Removal.JOB, dataset.workspace());
            changes.dataset(handle, id);
            return id;
        });
        jobs.wake();
        index.nudge();
    }

    /** The base, when the caller may look into it. @throws dev.pankou.api.ApiException 4200, or 4101 by the token's workspaces */
    Dataset seen(Handle handle, Caller caller, Id id) {
        return visible(handle, caller, store.find(handle, id).orElseThrow(() -> missing(id)));
    }

    /** The base, locked, when the caller owns it. @throws dev.pankou.api.ApiException as {@link #seen}, and 4101 for others */
    Dataset own(Handle handle, Caller caller, Id id) {
        var dataset = locked(handle, caller, id);
        if (!dataset.owner().equals(caller.user())) {
            throw notOwner(id);
        }
        return dataset;
    }

    /** As {@link #own}, without a lock: for what is asked before the work. */
    Dataset owned(Handle handle, Caller caller, Id id) {
        var dataset = seen(handle, caller, id);
        if (!dataset.owner().equals(caller.user())) {
            throw notOwner(id);
        }
        return dataset;
    }

    private static RuntimeException notOwner(Id id) {
        return ApiError.NO_PERMISSION.with("dataset", id, "(only its owner may change it)");
    }

    private Dataset locked(Handle handle, Caller caller, Id id) {
        return visible(handle, caller, store.lock(handle, id).orElseThrow(() -> missing(id)));
    }

    private Dataset visible(Handle handle, Caller caller, Dataset dataset) {
        if (!workspaces.belongs(handle, caller.user(), dataset.workspace())) {
            throw missing(dataset.id());
        }
        if (!caller.reaches(dataset.workspace())) {
            throw ApiError.NO_PERMISSION.with("dataset", dataset.id(), "");
        }
        return dataset;
    }

    /** Bases of the workspace among these. */
    List<Dataset> of(Handle handle, Id workspace, List<Id> wanted) {
        return store.of(handle, workspace, wanted);
    }

    private static RuntimeException missing(Id id) {
        return ApiError.NOT_FOUND.with("dataset_id", id);
    }
}
