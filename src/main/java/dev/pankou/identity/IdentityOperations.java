package dev.pankou.identity;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.time.Times;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operations on users and access tokens. */
final class IdentityOperations {
    private static final int MAX_PAGE = 100;

    private final IdentityService identity;
    private final Supplier<List<Operation<?, ?>>> table;

    /** @param table all operations, asked when the permission list is shown */
    IdentityOperations(IdentityService identity, Supplier<List<Operation<?, ?>>> table) {
        this.identity = identity;
        this.table = table;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.get("GetMe", "/v1/users/me")
                        .anyToken()
                        .summary("The user the token belongs to")
                        .data(Operation.Nothing.class, UserView.class, (caller, none) -> UserView.of(identity.user(caller.user()))),
                Operation.post("PankouCreateUser", "/pankou/v1/users")
                        .permission(Permission.MANAGE_USERS)
                        .summary("Make a user with a personal workspace and a first token")
                        .data(CreateUser.class, UserCreated.class, this::createUser),
                Operation.get("PankouListUsers", "/pankou/v1/users")
                        .permission(Permission.MANAGE_USERS)
                        .summary("List users")
                        .data(ListUsers.class, Users.class, this::listUsers),
                Operation.get("PankouListTokens", "/pankou/v1/tokens")
                        .permission(Permission.MANAGE_TOKENS)
                        .summary("List access tokens, without their values")
                        .data(TokensOf.class, Tokens.class, this::listTokens),
                Operation.post("PankouCreateToken", "/pankou/v1/tokens")
                        .permission(Permission.MANAGE_TOKENS)
                        .summary("Make an access token; its value is shown once")
                        .data(CreateToken.class, TokenCreated.class, this::createToken),
                Operation.delete("PankouRevokeToken", "/pankou/v1/tokens/{token_id}")
                        .permission(Permission.MANAGE_TOKENS)
                        .summary("Revoke an access token at once")
                        .done(TokenId.class, this::revoke),
                Operation.get("PankouListPermissions", "/pankou/v1/permissions")
                        .anyToken()
                        .summary("Permission points and the operations each allows")
                        .data(Operation.Nothing.class, Permissions.class, (caller, none) -> permissions()));
    }

    private UserCreated createUser(Caller caller, CreateUser request) {
        var name = request.name().strip();
        if (name.isEmpty()) {
            throw ApiError.field("name", "must not be blank");
        }
        var made = identity.createUser(name, request.administrator(), null);
        return new UserCreated(made.user().id(), made.token().value());
    }

    private Users listUsers(Caller caller, ListUsers request) {
        var found = identity.users(PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE)).map(UserView::of);
        return new Users(found.items(), found.total());
    }

    private Tokens listTokens(Caller caller, TokensOf request) {
        return new Tokens(identity.tokens(subject(caller, request.userId())).stream().map(TokenView::of).toList());
    }

    private TokenCreated createToken(Caller caller, CreateToken request) {
        var user = subject(caller, request.userId());
        var points = EnumSet.noneOf(Permission.class);
        for (var name : request.permissions()) {
            var point = Permission.find(name);
            if (point == null) {
                throw ApiError.field("permissions", "there is no permission point " + name);
            }
            points.add(point);
        }
        // A token cannot make one that is stronger than itself.
        if (user.equals(caller.user())) {
            if (points.isEmpty() && !identity.holdsAll(caller)) {
                points.addAll(caller.permissions());
            }
            if (!caller.permissions().containsAll(points)) {
                throw ApiError.field("permissions", "a token cannot make one with more permissions than it has");
            }
        }
        var workspaces = Set.copyOf(request.workspaceIds());
        var reach = caller.workspaces();
        if (reach != null) {
            if (workspaces.isEmpty()) {
                workspaces = reach;
            } else if (!reach.containsAll(workspaces)) {
                throw ApiError.field("workspace_ids", "a token cannot make one that reaches more workspaces than it does");
            }
        }
        var made = identity.createToken(user, request.name(), request.expiresInDays(), points, workspaces);
        return new TokenCreated(made.token().id(), made.value());
    }

    private void revoke(Caller caller, TokenId request) {
        var owner = caller.administrator() ? identity.tokenOwner(request.tokenId()).orElse(caller.user()) : caller.user();
        identity.revokeToken(owner, request.tokenId());
    }

    /** Administrators may name another user. */
    private Id subject(Caller caller, @Nullable Id user) {
        if (user == null || user.equals(caller.user())) {
            return caller.user();
        }
        if (!caller.administrator() || !caller.has(Permission.MANAGE_USERS)) {
            throw ApiError.NO_PERMISSION.with("user", user, Permission.MANAGE_USERS.point());
        }
        return identity.user(user).id();
    }

    private Permissions permissions() {
        var groups = new LinkedHashMap<String, List<PermissionView>>();
        for (var permission : Permission.values()) {
            var allowed = table.get().stream()
                    .filter(operation -> operation.guard() instanceof Operation.Guard.Points(var points) && points.contains(permission))
                    .map(Operation::id)
                    .toList();
            groups.computeIfAbsent(permission.group(), key -> new java.util.ArrayList<>())
                    .add(new PermissionView(permission.point(), allowed));
        }
        return new Permissions(groups.entrySet().stream().map(e -> new PermissionGroup(e.getKey(), List.copyOf(e.getValue()))).toList());
    }

    record CreateUser(@Required @Length(min = 1, max = 64) @Doc("Sign-in name, unique") String name, boolean administrator) {}

    record UserCreated(Id userId, String token) {}

    record ListUsers(@Default("1") int pageNum, @Default("20") int pageSize) {}

    record Users(List<UserView> users, long totalCount) {}

    record TokensOf(@Nullable Id userId) {}

    record Tokens(List<TokenView> tokens) {}

    record TokenId(@Required Id tokenId) {}

    record CreateToken(
            @Required @Length(min = 1, max = 64) String name,
            @Default("30") @Range(min = 0, max = 3650) @Doc("0: never expires") int expiresInDays,
            @Doc("Names of permission points; empty: all of the caller's") List<String> permissions,
            @Doc("Empty: all workspaces, present and future") List<Id> workspaceIds,
            @Nullable @Doc("For administrators: whose token") Id userId) {}

    record TokenCreated(Id tokenId, String token) {}

    record TokenView(
            Id tokenId,
            String name,
            List<String> permissions,
            List<Id> workspaceIds,
            long createdAt,
            long expiresAt,
            long lastUsedAt) {
        static TokenView of(AccessToken token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    token.permissions().stream().map(Permission::point).sorted().toList(),
                    token.workspaces().stream().sorted().toList(),
                    Times.seconds(token.createdAt()),
                    Times.seconds(token.expiresAt()),
                    Times.seconds(token.lastUsedAt()));
        }
    }

    record Permissions(List<PermissionGroup> groups) {}

    record PermissionGroup(String name, List<PermissionView> permissions) {}

    record PermissionView(String name, List<String> operations) {}

    /** {@code GET /v1/users/me} (SDK-SURFACE 1.2). */
    record UserView(Id userId, String userName, String nickName, String avatarUrl, boolean administrator) {
        static UserView of(User user) {
            return new UserView(user.id(), user.name(), user.nickName(), "", user.administrator());
        }
    }
}
