package dev.pankou.workspace;

import dev.pankou.id.Id;
import java.util.List;

/** A workspace as one of its members sees it. */
public record Membership(Workspace workspace, Role role, List<Id> admins) {}
