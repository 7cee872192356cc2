package dev.pankou.console;

import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Call;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Operation.Nothing;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.identity.IdentityService;
import dev.pankou.identity.User;
import dev.pankou.json.WireText;
import dev.pankou.time.Times;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operations of browser sessions: first password, sign-in, sign-out. */
final class ConsoleOperations {
    /** What {@link IdentityService#oneTimeKey} gives a key. */
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    private final IdentityService identity;
    private final Sessions sessions;
    private final Passwords passwords;
    private final SignInLimiter limiter;
    private final Clock clock;
    private final Supplier<URI> publicUrl;

    ConsoleOperations(
            IdentityService identity,
            Sessions sessions,
            Passwords passwords,
            SignInLimiter limiter,
            Clock clock,
            Supplier<URI> publicUrl) {
        this.identity = identity;
        this.sessions = sessions;
        this.passwords = passwords;
        this.limiter = limiter;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("PankouSetup", "/pankou/v1/setup")
                        .open() // the one-time key is the proof
                        .summary("Use a one-time link up: choose name and password, and sign in")
                        .dataOf(Setup.class, SessionView.class, this::setup),
                Operation.post("PankouSignIn", "/pankou/v1/sign_in")
                        .open() // the password is the proof
                        .summary("Sign a browser in; sets the session cookie")
                        .dataOf(SignIn.class, SessionView.class, this::signIn),
                Operation.post("PankouSignOut", "/pankou/v1/sign_out")
                        .anyToken()
                        .summary("End the browser's session")
                        .doneOf(Nothing.class, this::signOut),
                Operation.get("PankouGetSession", "/pankou/v1/session")
                        .anyToken()
                        .summary("Who is signed in, and the token that changing calls carry in X-Pankou-Csrf")
                        .dataOf(Nothing.class, SessionView.class, this::session),
                Operation.post("PankouChangePassword", "/pankou/v1/password")
                        .anyToken()
                        .summary("Change one's password; ends the user's other sessions")
                        .doneOf(ChangePassword.class, this::changePassword),
                Operation.post("PankouCreateSignInLink", "/pankou/v1/sign_in_links")
                        .permission(Permission.MANAGE_USERS)
                        .summary("Make a one-time link with which a user sets a password; older ones stop working")
                        .data(SignInLink.class, LinkView.class, (caller, request) -> link(request.userId())));
    }

    private SessionView setup(Call call, Setup request) {
        sessions.requireSameOrigin(call.exchange());
        var address = call.exchange().remoteAddress();
        limiter.begin(null, address);
        var language = request.language() == null ? "" : WireText.of(request.language());
        var user = identity.takeOneTimeKey(request.key(), request.name(), passwords.hash(request.password()), language);
        limiter.succeeded(null, address);
        return SessionView.of(user, sessions.open(call.exchange(), user.id(), true).csrf());
    }

    private SessionView signIn(Call call, SignIn request) {
        sessions.requireSameOrigin(call.exchange());
        var user = identity.userByName(request.name());
        check(call, request.name(), user, request.password(), () -> ApiError.UNAUTHENTICATED.with("name or password is wrong"));
        return SessionView.of(user.orElseThrow(), sessions.open(call.exchange(), user.orElseThrow().id(), false).csrf());
    }

    private Nothing signOut(Call call, Nothing none) {
        sessions.close(call.exchange());
        return new Nothing();
    }

    private SessionView session(Call call, Nothing none) {
        // A token needs no CSRF token, and the cookie beside it is not the caller's.
        var csrf = call.caller().token() != null ? null : sessions.of(call.exchange()).map(Session::csrf).orElse(null);
        return SessionView.of(identity.user(call.caller().user()), csrf);
    }

    private Nothing changePassword(Call call, ChangePassword request) {
        var user = identity.user(call.caller().user());
        check(call, user.name(), Optional.of(user), request.old(), () -> ApiError.field("old", "is not the password"));
        identity.setPasswordHash(user.id(), passwords.hash(request.newPassword()));
        sessions.closeOthers(call.exchange(), user.id());
        return new Nothing();
    }

    private void check(
            Call call, String name, Optional<User> user, String password, Supplier<? extends RuntimeException> wrong) {
        var address = call.exchange().remoteAddress();
        limiter.begin(name, address);
        if (!passwords.matches(password, user.flatMap(found -> identity.passwordHash(found.id())))) {
            throw wrong.get();
        }
        limiter.succeeded(name, address);
    }

    private LinkView link(Id user) {
        var key = identity.oneTimeKey(identity.user(user).id());
        var base = publicUrl.get().toString().replaceAll("/+$", "");
        return new LinkView(base + "/setup?key=" + key, Times.seconds(clock.millis() + LINK_LIFE.toMillis()));
    }

    /** Languages of the console. */
    enum Language {
        EN,
        ZH
    }

    record Setup(
            @Required @Doc("The key of the one-time link") @Length(max = 200) String key,
            @Required @Length(min = 1, max = 64) @Doc("Sign-in name, unique") String name,
            @Required @Length(min = 8, max = 200) String password,
            @Nullable @Doc("Absent: as the browser says") Language language) {}

    record SignIn(@Required @Length(max = 64) String name, @Required @Length(max = 200) String password) {}

    /** On the wire {@code old} and {@code new}; the latter is no Java name. */
    record ChangePassword(
            @Required @Length(max = 200) String old,
            @dev.pankou.api.Alias("new") @Required @Length(min = 8, max = 200) @Doc("Also taken as \"new\"") String newPassword) {}

    record SignInLink(@Required Id userId) {}

    /** @param expiresAt Unix seconds */
    record LinkView(String url, long expiresAt) {}

    /** @param csrfToken absent when the caller uses a token */
    record SessionView(UserView user, @Nullable String csrfToken) {
        static SessionView of(User user, @Nullable String csrf) {
            return new SessionView(
                    new UserView(user.id(), user.name(), user.nickName(), "", user.administrator()), csrf);
        }
    }

    record UserView(Id userId, String userName, String nickName, String avatarUrl, boolean administrator) {}
}
