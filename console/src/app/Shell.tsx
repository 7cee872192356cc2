import { useQueryClient } from "@tanstack/react-query";
import { Bot, Check, ChevronsUpDown, KeyRound, LogOut, PanelLeftClose, PanelLeftOpen, UserRound, Users, Workflow } from "lucide-react";
import { Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { Navigate, NavLink, Outlet, useLocation, useNavigate, useParams } from "react-router";
import { signIn, signOut, useWorkspaces } from "../access/access.api";
import { SignForm } from "../access/SignForm";
import { useSession } from "../data/session";
import type { User, Workspace } from "../data/wire";
import { useTexts } from "../i18n/texts";
import { Empty } from "../ui/Empty";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Mark } from "../ui/Mark";
import { Menu } from "../ui/Menu";
import { Skeleton } from "../ui/Skeleton";
import { Keys } from "./Keys";
import { Preferences } from "./Preferences";

const LAST_SPACE = "pankou.space";
const RAIL = "pankou.rail";

/** The frame round every page of a signed-in person. */
export function Shell() {
  const t = useTexts();
  const signed = useSession();
  const location = useLocation();
  const inPath = useParams()["space_id"];
  const named = inPath ?? /[?&]space_id=(\d+)/.exec(location.search)?.[1]; // `/work_flow`, as Coze's console has it
  const space = named ?? localStorage.getItem(LAST_SPACE) ?? undefined; // a lost page keeps the rail
  useEffect(() => {
    if (named) localStorage.setItem(LAST_SPACE, named);
  }, [named]);
  if (signed.status === "unknown") return <Skeleton kind="page" />;
  if (signed.status === "out") {
    return <Navigate to={`/sign?redirect=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  }
  const lapsed = signed.status === "lapsed";
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <Rail user={signed.session.user} space={space} inert={lapsed} />
      <div className="shell-main" inert={lapsed}>
        <OfflineBar />
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Skeleton kind="page" />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {lapsed && <LapsedPanel name={signed.session.user.user_name} />}
    </div>
  );
}

function Rail({ user, space, inert }: { user: User; space: string | undefined; inert: boolean }) {
  const t = useTexts();
  const [open, setOpen] = useState(() => localStorage.getItem(RAIL) !== "closed");
  const toggle = () => {
    localStorage.setItem(RAIL, open ? "closed" : "open");
    setOpen(!open);
  };
  const links = [
    { to: `/space/${space}/develop`, label: t("app.agents"), Icon: Bot, also: `/space/${space}/bot/` },
    { to: `/space/${space}/workflows`, label: t("app.workflows"), Icon: Workflow, also: "/work_flow" },
    { to: `/space/${space}/api`, label: t("app.api"), Icon: KeyRound, also: undefined },
  ];
  const { pathname } = useLocation();
  return (
    <nav className={open ? "rail rail-open" : "rail"} aria-label={t("app.menu")} inert={inert}>
      <div className="rail-brand">
        <Mark size={26} />
        <span className="rail-word" lang="zh">
          盘扣
        </span>
      </div>
      <SpaceSwitch space={space} />
      {space && (
        <ul className="rail-links">
          {links.map(({ to, label, Icon, also }) => (
            <li key={to}>
              <NavLink
                to={to}
                title={label}
                className={({ isActive }) =>
                  isActive || (also && pathname.startsWith(also)) ? "rail-link active" : "rail-link"
                }
              >
                <Icon size={20} aria-hidden="true" />
                <span className="rail-text">{label}</span>
              </NavLink>
            </li>
          ))}
        </ul>
      )}
      <div className="rail-foot">
        <Preferences side="up" align="start" />
        <Keys />
        <PersonMenu user={user} />
        <button
          type="button"
          className="icon-button rail-toggle"
          aria-label={t(open ? "app.collapse" : "app.expand")}
          title={t(open ? "app.collapse" : "app.expand")}
          aria-expanded={open}
          onClick={toggle}
        >
          {open ? <PanelLeftClose size={20} /> : <PanelLeftOpen size={20} />}
        </button>
      </div>
    </nav>
  );
}

function useSpaceName(): (space: Workspace) => string {
  const t = useTexts();
  return (space) => space.name || t(`app.space.${space.workspace_type}`);
}

function SpaceSwitch({ space }: { space: string | undefined }) {
  const t = useTexts();
  const navigate = useNavigate();
  const found = useWorkspaces();
  const name = useSpaceName();
  const spaces = found.data?.workspaces ?? [];
  const current = spaces.find((one) => one.id === space);
  return (
    <Menu
      name={current ? `${t("app.space")}: ${name(current)}` : t("app.space")}
      triggerClass="space-switch"
      trigger={
        <>
          <span className="space-tile" aria-hidden="true">
            {current ? [...name(current)][0] : <Users size={16} />}
          </span>
          <span className="rail-text space-name">{current ? name(current) : t("app.space")}</span>
          <ChevronsUpDown size={16} className="rail-text" aria-hidden="true" />
        </>
      }
      groups={[
        spaces.map((one) => ({
          key: one.id,
          label: name(one),
          icon: one.id === space ? <Check size={16} /> : <span className="menu-gap" />,
          checked: one.id === space,
          onSelect: () => void navigate(`/space/${one.id}/develop`),
        })),
      ]}
      empty={t("app.noSpace")}
    />
  );
}

function PersonMenu({ user }: { user: User }) {
  const t = useTexts();
  const shown = user.nick_name || user.user_name;
  return (
    <Menu
      name={t("app.person")}
      side="up"
      trigger={<UserRound size={20} />}
      head={
        <>
          <strong>{shown}</strong>
          <span className="muted">{user.administrator ? t("app.administrator") : `@${user.user_name}`}</span>
        </>
      }
      groups={[
        [{ key: "out", label: t("app.signOut"), icon: <LogOut size={16} />, onSelect: () => void signOut() }],
      ]}
    />
  );
}

const online = (listener: () => void) => {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
};

function OfflineBar() {
  const t = useTexts();
  const connected = useSyncExternalStore(online, () => navigator.onLine);
  return connected ? null : (
    <div className="bar bar-warning" role="status">
      {t("app.offline")}
    </div>
  );
}

/** The sign-in ended while the page was open: asked for over the page, so that no edit is lost. */
function LapsedPanel({ name }: { name: string }) {
  const t = useTexts();
  return (
    <div className="lapsed" role="dialog" aria-modal="true" aria-labelledby="lapsed-title">
      <section className="welcome-card">
        <h1 id="lapsed-title">{t("access.signIn.again")}</h1>
        <p className="muted">{t("access.signIn.again.what")}</p>
        <SignForm name={name} submit={t("access.signIn")} onSubmit={signIn} />
      </section>
    </div>
  );
}

/** `/`: on to the space the person was in last. */
export function Start() {
  const t = useTexts();
  const found = useWorkspaces();
  const client = useQueryClient();
  if (found.isError) {
    return <ErrorPanel error={found.error} onRetry={() => void client.invalidateQueries({ queryKey: ["workspace"] })} />;
  }
  if (!found.data) return <Skeleton kind="page" />;
  const last = localStorage.getItem(LAST_SPACE);
  const spaces = found.data.workspaces;
  const space = spaces.find((one) => one.id === last) ?? spaces[0];
  if (!space) return <Empty title={t("app.noSpace")} what={t("app.noSpace.what")} />;
  return <Navigate to={`/space/${space.id}/develop`} replace />;
}

export function Lost() {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <Empty title={t("app.lost")} what={t("app.lost.what")}>
      <button type="button" className="text-button" onClick={() => void navigate("/")}>
        {t("app.home")}
      </button>
    </Empty>
  );
}
