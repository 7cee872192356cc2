import { Button } from "antd";
import { Plus } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import type { BotItem } from "../data/wire";
import { address } from "../data/call";
import { ago, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { CallButton } from "../ui/CallButton";
import { Empty } from "../ui/Empty";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { Avatar } from "./Avatar";
import { botListQuery, createBot, type Filter, useBots } from "./bot.api";
import { curlOf } from "./snippets";

const CreateAgent = lazy(() => import("./CreateAgent"));
const FILTERS: Filter[] = ["all", "published", "draft"];

/** The agents of a space. `?create=1` opens the panel, so that the address is the state. */
export function AgentsPage() {
  const t = useTexts();
  const space = useParams().space_id ?? "";
  const [params, setParams] = useSearchParams();
  const filter = FILTERS.find((one) => one === params.get("show")) ?? "all";
  const creating = params.has("create");
  const bots = useBots(space, filter);
  const items = bots.data?.pages.flatMap((page) => page.items) ?? [];
  const total = bots.data?.pages[0]?.total ?? 0;
  const none = bots.isSuccess && items.length === 0;

  const show = (next: Filter) => setParams(next === "all" ? {} : { show: next });
  const create = (open: boolean) =>
    setParams((before) => {
      if (open) before.set("create", "1");
      else before.delete("create");
      return before;
    });
  useCreateKey(() => create(true));

  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{t("bot.title")}</h1>
          <p className="muted">{t("bot.what")}</p>
        </div>
        <div className="row">
          <CallButton curl={curlOf("GET", address("/v1/bots", botListQuery(space, filter, 1)))} />
          {!(none && filter === "all") && (
            <Button type="primary" icon={<Plus size={16} />} onClick={() => create(true)}>
              {t("bot.create")}
            </Button>
          )}
        </div>
      </header>
      {!(none && filter === "all") && (
        <div className="segments" role="group" aria-label={t("bot.filter")}>
          {FILTERS.map((one) => (
            <button key={one} type="button" className="segment" aria-pressed={one === filter} onClick={() => show(one)}>
              {t(`bot.filter.${one}`)}
            </button>
          ))}
          {bots.isSuccess && <span className="muted segments-note">{t("bot.total", { count: total })}</span>}
        </div>
      )}
      {bots.isPending && <Skeleton kind="cards" rows={6} />}
      {bots.isError && <ErrorPanel error={bots.error} onRetry={() => void bots.refetch()} />}
      {none && filter === "all" && <FirstAgent space={space} onCreate={() => create(true)} />}
      {none && filter !== "all" && (
        <p className="muted nothing">
          {t("bot.filter.none")}{" "}
          <button type="button" className="text-button" onClick={() => show("all")}>
            {t("bot.filter.clear")}
          </button>
        </p>
      )}
      <ul className="cards">
        {items.map((bot) => (
          <BotCard key={bot.id} bot={bot} space={space} />
        ))}
      </ul>
      {bots.hasNextPage && (
        <BusyButton className="more" busy={bots.isFetchingNextPage} onClick={() => void bots.fetchNextPage()}>
          {t("ui.more")}
        </BusyButton>
      )}
      {creating && (
        <Suspense fallback={null}>
          <CreateAgent space={space} onClose={() => create(false)} />
        </Suspense>
      )}
    </div>
  );
}

function BotCard({ bot, space }: { bot: BotItem; space: string }) {
  const t = useTexts();
  return (
    <li>
      <Link className="card" to={`/space/${space}/bot/${bot.id}`}>
        <div className="card-head">
          <Avatar id={bot.id} name={bot.name} icon={bot.icon_url} />
          <div className="card-title">
            <h2>{bot.name}</h2>
            <span className={bot.is_published ? "state is-success" : "state"}>
              {bot.is_published ? t("bot.published") : t("bot.draft")}
            </span>
          </div>
        </div>
        <p className={bot.description ? "card-text" : "card-text muted"}>{bot.description || t("bot.noDescription")}</p>
        <span className="muted small">{t("bot.updated", { when: ago(bot.updated_at) })}</span>
      </Link>
    </li>
  );
}

function FirstAgent({ space, onCreate }: { space: string; onCreate: () => void }) {
  const t = useTexts();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function sample() {
    setBusy(true);
    setError(undefined);
    try {
      const id = await createBot(space, {
        name: t("bot.sample.name"),
        description: "",
        prompt: t("bot.sample.prompt"),
        model: "",
        prologue: t("bot.sample.prologue"),
        questions: [t("bot.sample.question1"), t("bot.sample.question2")],
        suggest: true,
      });
      await navigate(`/space/${space}/bot/${id}`);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }
  return (
    <Empty title={t("bot.empty")} what={t("bot.empty.what")}>
      <div className="row row-center">
        <Button type="primary" icon={<Plus size={16} />} onClick={onCreate}>
          {t("bot.create")}
        </Button>
        <BusyButton busy={busy} onClick={() => void sample()}>
          {t("bot.empty.sample")}
        </BusyButton>
      </div>
      {error !== undefined && <ErrorPanel error={error} onRetry={() => void sample()} />}
    </Empty>
  );
}

/** `c` creates, unless a field has the focus. */
function useCreateKey(create: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (target.closest("input, textarea, select, [contenteditable], [role=dialog], [role=menu]")) return;
      event.preventDefault();
      create();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
