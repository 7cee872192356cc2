package dev.pankou.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The walls between rooms. A rule's {@code because} is the text that a broken build shows; exceptions say why beside them. */
final class ArchitectureTest {
    /** Platform rooms first, features after them; a room uses only rooms above its own line. */
    private static final List<String> ROOMS = List.of(
            "time", "config", "id", "json", "secret", "trace", "expression", "http", "egress",
            "store", "access", "event", "jobs", "run", "files", "model", "sandbox", "parse", "retrieval", "api",
            "identity", "workspace", "upload", "provider", "variable", "table", "plugin", "knowledge", "conversation", "bot", "chat", "workflow", "console", "command");

    /** Rooms that know nothing of any feature. */
    private static final List<String> PLATFORM = ROOMS.subList(0, ROOMS.indexOf("api") + 1);

    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.pankou");

    private static final List<Class<?>> MUTABLE = List.of(
            AbstractCollection.class, AbstractMap.class, AtomicInteger.class, AtomicLong.class, AtomicBoolean.class,
            AtomicReference.class, LongAdder.class, StringBuilder.class, Lock.class, Cache.class, Thread.class,
            ExecutorService.class);

    @Test
    void everyPackageIsAKnownRoom() {
        var found = MAIN.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals("dev.pankou"))
                .map(name -> name.substring("dev.pankou.".length()).replaceAll("\\..*", "")) // a sub-package is of its room
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).as("a new room belongs into the row, so that its place is decided").hasSameElementsAs(ROOMS);
    }

    @Test
    void aRoomUsesOnlyRoomsToItsLeft() {
        for (var room : ROOMS) {
            var right = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size());
            if (right.isEmpty()) {
                continue;
            }
            noClasses()
                    .that(resideInAnyPackage(packages(List.of(room))))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(packages(right)))
                    .because("rooms stand in a row and look to their left; where an arrow would point right, the left room"
                            + " declares an interface and Wiring connects it")
                    .check(MAIN);
        }
    }

    @Test
    void commandsKnowNoFeature() {
        var features = ROOMS.subList(PLATFORM.size(), ROOMS.indexOf("command"));

        noClasses()
                .that(resideInAnyPackage(packages(List.of("command"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(packages(features)))
                .because("a command talks to the running server like any client, so rules exist once")
                .check(MAIN);
    }

    @Test
    void roomsSeeNothingOfWhatWiresThem() {
        noClasses()
                .that(resideInAnyPackage("dev.pankou.*.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.pankou"))
                .because("only Main and the start know all parts")
                .check(MAIN);
    }

    @Test
    void thereIsNoCycleBetweenRooms() {
        slices().matching("dev.pankou.(*)..")
                .should()
                .beFreeOfCycles()
                .because("two rooms that need each other are one room, and nobody can read one of them alone")
                .check(MAIN);
    }

    @Test
    void onlyHttpSeesTheServerOfJettyAndOnlyEgressItsClient() {
        only("http", "org.eclipse.jetty.server..", "org.eclipse.jetty.http2..", "org.eclipse.jetty.compression..")
                .because("handlers written against our exchange survive a change of the server below it")
                .check(MAIN);
        only("egress", "org.eclipse.jetty.client..")
                .because("an outbound call past Egress would skip the check of the address")
                .check(MAIN);
        noClasses()
                .that(resideOutside("http", "egress"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.eclipse.jetty.."))
                .because("these two rooms are our façades over Jetty")
                .check(MAIN);
    }

    @Test
    void onlyEgressAndCommandsOpenConnections() {
        var outside = Set.of(
                "java.net.Socket", "java.net.ServerSocket", "java.net.DatagramSocket", "java.net.InetAddress",
                "java.net.InetSocketAddress", "java.net.HttpURLConnection", "java.nio.channels.SocketChannel",
                "java.nio.channels.ServerSocketChannel", "java.nio.channels.AsynchronousSocketChannel",
                "java.nio.channels.DatagramChannel", "javax.net.SocketFactory", "javax.net.ssl.SSLSocketFactory");

        noClasses()
                .that(resideOutside("egress", "command")) // commands reach the server of this machine
                .should()
                .dependOnClassesThat(describe(
                        "open connections",
                        type -> outside.contains(type.getName()) || type.getPackageName().startsWith("java.net.http")))
                .because("Egress is the one way out: it alone checks the address that a connection really goes to")
                .check(MAIN);
        noClasses()
                .that(resideOutside("egress", "command"))
                .and(areNot("store.Migrations", "store.Migrator")) // find and read the migrations inside our own jar
                .should()
                .accessTargetWhere(targets("java.net.URL", "openConnection", "openStream", "getContent"))
                .because("a URL opened directly is an outbound call that nobody checked")
                .check(MAIN);
    }

    @Test
    void onlyStoresWriteSql() {
        noClasses()
                .that(resideOutside("store"))
                .and(describe("are no stores", type -> !outermost(type).getSimpleName().endsWith("Store")))
                .and(areNot(
                        "run.RunNode", // its table has nothing but itself, and the database's clock is the point
                        "event.Signals")) // one statement, pg_notify
                .should()
                .accessTargetWhere(targets(
                        "org.jdbi.v3.core.Handle",
                        "createQuery", "createUpdate", "createCall", "createScript", "createBatch", "prepareBatch",
                        "execute", "select", "getConnection"))
                .because("whoever looks for a statement, or for the scope in its WHERE, looks into one class of a room")
                .check(MAIN);
        noClasses()
                .that(resideOutside("store", "jobs")) // db-scheduler is handed connections
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.sql.."))
                .because("drivers, pools and dialects are the store's own business")
                .check(MAIN);
        only("store", "com.zaxxer..", "org.postgresql..", "org.sqlite..", "org.flywaydb..")
                .because("drivers, pools and dialects are the store's own business")
                .check(MAIN);
    }

    @Test
    void storesOfRoomsArePrivateToThem() {
        classes()
                .that(resideOutside("store"))
                .and()
                .haveSimpleNameEndingWith("Store")
                .should()
                .bePackagePrivate()
                .because("the rules of a table are in the service beside it; another room asks that service")
                .check(MAIN);
    }

    @Test
    void aTableIsReadAndWrittenByOneRoom() throws IOException {
        var tables = new TreeMap<String, Set<String>>();
        for (var migration : files(Path.of("src/main/resources/db"), ".sql")) {
            var created = Pattern.compile("CREATE TABLE (\\w+)").matcher(Files.readString(migration));
            while (created.find()) {
                tables.put(created.group(1), new TreeSet<>());
            }
        }
        for (var source : files(Path.of("src/main/java/dev/pankou"), ".java")) {
            var named = Pattern.compile("\\b(?:FROM|JOIN|INTO|UPDATE|TABLE) (\\w+)\\b").matcher(Files.readString(source));
            while (named.find()) {
                var rooms = tables.get(named.group(1));
                if (rooms != null) {
                    rooms.add(source.getParent().getFileName().toString());
                }
            }
        }

        assertThat(tables).isNotEmpty().allSatisfy((table, rooms) -> assertThat(rooms)
                .as("who wants rows of %s asks the service of its room", table)
                .hasSize(1));
    }

    @Test
    void onlyJobsKnowsTheScheduler() {
        only("jobs", "com.github.kagkarlsson..")
                .because("who wants something done later says so to Jobs")
                .check(MAIN);
    }

    @Test
    void onlyTheSandboxInterprets() {
        only("sandbox", "io.roastedroot..", "run.endive..")
                .because("code of users runs in a child process, never in this one")
                .check(MAIN);
    }

    @Test
    void librariesThatReadDocumentsAreLoadedInChildrenOnly() {
        noClasses()
                .that(DescribedPredicate.not(resideInAnyPackage("dev.pankou.parse.child..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.pankou.parse.child..", "org.apache.pdfbox..", "org.apache.fontbox..", "org.apache.poi..",
                        "org.apache.xmlbeans..", "org.openxmlformats..", "org.jsoup..", "org.commonmark.."))
                .because("a file that breaks its parser must break a process that has nothing else in it")
                .check(MAIN);
    }

    @Test
    void onlySandboxAndParseStartProcesses() {
        noClasses()
                .that(resideOutside("sandbox", "parse"))
                .should()
                .dependOnClassesThat(HasName.Predicates.nameMatching("java\\.lang\\.(ProcessBuilder|Process)"))
                .orShould()
                .accessTargetWhere(targets("java.lang.Runtime", "exec"))
                .because("starting programs is for the two rooms that limit them")
                .check(MAIN);
    }

    @Test
    void onlyTimeReadsTheClock() {
        noClasses()
                .that(resideOutside("time"))
                .and(areNot("egress.Exchange")) // compares with a stamp of Jetty's own, which is the system's
                .should()
                .accessTargetWhere(targets("java.lang.System", "currentTimeMillis"))
                .orShould()
                .accessTargetWhere(targets(
                        "java.time.Clock",
                        "system", "systemUTC", "systemDefaultZone", "tick", "tickMillis", "tickSeconds", "tickMinutes"))
                .orShould()
                .accessTargetWhere(now())
                .orShould()
                .dependOnClassesThat(HasName.Predicates.nameMatching("java\\.util\\.(Date|Calendar|Timer)"))
                .because("tests decide the time; what is not given a Clock cannot be tested (spans of time use nanoTime)")
                .check(MAIN);
    }

    @Test
    void onlyIdIsRandom() {
        noClasses()
                .that(resideOutside("id"))
                .should()
                .dependOnClassesThat(HasName.Predicates.nameMatching(
                        "java\\.util\\.(Random|SplittableRandom|UUID|concurrent\\.ThreadLocalRandom|random\\..*)"
                                + "|java\\.security\\.SecureRandom"))
                .orShould()
                .accessTargetWhere(targets("java.lang.Math", "random"))
                .because("secrets come from one strong source, and ids from one that cannot repeat")
                .check(MAIN);
    }

    @Test
    void threadsAreNeitherPutToSleepNorUsedAsStorage() {
        noClasses()
                .should()
                .dependOnClassesThat().areAssignableTo(ThreadLocal.class)
                .because("a virtual thread is used once; context goes by parameter or ScopedValue")
                .check(MAIN);
        noClasses()
                .that(areNot("store.Notifications")) // a pause before the next try of a connection that was lost
                .should()
                .accessTargetWhere(targets("java.lang.Thread", "sleep"))
                .because("who waits, waits on a condition that wakes it")
                .check(MAIN);
    }

    @Test
    void nothingIsSharedThroughStaticState() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .andShould()
                .notHaveRawType(describe("mutable by itself", ArchitectureTest::mutable))
                .because("two servers in one process, as in the tests, must not meet")
                .check(MAIN);
        noClasses()
                .that(areNot(
                        "api.Binder", // what reflection found about a record class, the same for everybody
                        "store.FolderLock", // folders this process holds: the lock of the system is per process
                        "trace.Logging")) // keeps loggers alive, java.util.logging forgets them otherwise
                .should()
                .accessTargetWhere(describe("fills a collection of the class that can change", access ->
                        access.getOwner().getName().equals("<clinit>")
                                && (mutable(access.getTargetOwner())
                                        && access.getTarget().getName().equals("<init>")
                                        || access.getTarget().getName().equals("newKeySet"))))
                .because("two servers in one process, as in the tests, must not meet")
                .check(MAIN);
    }

    @Test
    void onlyTheStartTouchesTheProcess() {
        noClasses()
                .should()
                .accessTargetWhere(targets("java.lang.System", "out", "err", "in"))
                .orShould()
                .accessTargetWhere(describe(
                        "prints a stack trace to standard error",
                        access -> access.getTarget().getName().equals("printStackTrace")
                                && access.getTarget() instanceof CodeUnitAccessTarget called
                                && called.getRawParameterTypes().isEmpty()))
                .because("a command is given its output, so that tests can read it; everybody else logs")
                .check(MAIN);
        noClasses()
                .that(areNot("Main", "command.ServeCommand", "sandbox.QuickJs", "parse.child.ParserMain")) // the first, and the last word of a process
                .should()
                .accessTargetWhere(targets("java.lang.System", "exit", "getenv"))
                .orShould()
                .accessTargetWhere(targets("java.lang.Runtime", "halt", "exit", "addShutdownHook"))
                .because("a server is a part of a process and never ends it")
                .check(MAIN);
    }

    @Test
    void nothingEvaluatesTextOrReadsObjects() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.script..", "javax.naming..", "javax.management.."))
                .orShould()
                .dependOnClassesThat(HasName.Predicates.name("java.io.ObjectInputStream"))
                .because("text of users is never code; templates have their own small interpreter in `expression`")
                .check(MAIN);
    }

    @Test
    void classesAreFinal() {
        classes()
                .that(describe("could be inherited from", type -> !type.isInterface()
                        && !type.isEnum()
                        && !type.isAnonymousClass()
                        && type.getSubclasses().isEmpty()
                        && !type.getModifiers().contains(JavaModifier.ABSTRACT)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("nobody inherits by accident; what may vary is an interface")
                .check(MAIN);
    }

    private static String[] packages(Collection<String> rooms) {
        return rooms.stream().map(room -> "dev.pankou." + room + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaClass> resideOutside(String... rooms) {
        return DescribedPredicate.not(resideInAnyPackage(packages(List.of(rooms))));
    }

    /** Only this room may depend on these packages. */
    private static ArchRule only(String room, String... foreign) {
        return noClasses().that(resideOutside(room)).should().dependOnClassesThat(resideInAnyPackage(foreign));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** Leaves out these classes and what is nested in them. */
    private static DescribedPredicate<JavaClass> areNot(String... names) {
        var known = Set.of(names);
        return describe(
                "are not " + known,
                type -> !known.contains(outermost(type).getName().substring("dev.pankou.".length())));
    }

    /** Types whose every instance changes; an interface such as Map may hold a fixed one. */
    private static boolean mutable(JavaClass type) {
        return MUTABLE.stream().anyMatch(type::isAssignableTo);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** Calls of {@code now} that read the system's clock; with a Clock as argument it is the given one. */
    private static DescribedPredicate<JavaAccess<?>> now() {
        return describe(
                "asks java.time for now",
                access -> access.getTargetOwner().getPackageName().equals("java.time")
                        && access.getTarget().getName().equals("now")
                        && access.getTarget() instanceof CodeUnitAccessTarget called
                        && called.getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(Clock.class)));
    }

    /** Calls of, and references to, members of these very names. */
    private static DescribedPredicate<JavaAccess<?>> targets(String owner, String... names) {
        var wanted = Set.of(names);
        return describe(
                "uses " + owner + "." + wanted,
                access -> wanted.contains(access.getTarget().getName())
                        && access.getTargetOwner().isAssignableTo(owner));
    }
}
