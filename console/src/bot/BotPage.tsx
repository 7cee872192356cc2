import { Button, Popconfirm } from "antd";
import { ArrowLeft } from "lucide-react";
import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import { Link, useParams, useSearchParams } from "react-router";
import { ApiFailure, asFailure, CODE } from "../data/call";
import type { Bot } from "../data/wire";
import { clock, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel, failureText } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { Tabs } from "../ui/Tabs";
import { ApiTab } from "./ApiTab";
import { Avatar } from "./Avatar";
import { BotConfig } from "./BotConfig";
import { publishBot, useBot, useVersion } from "./bot.api";
import { InvalidDraft, type SaveState, useDraft } from "./useDraft";
import "./bot.css";

// Fetched beside this page, not after it; the fields stand before the chat's parts are here.
const chatParts = import("../chat/ChatPane");
const ChatPane = lazy(async () => ({ default: (await chatParts).ChatPane }));

type Tab = "arrange" | "preview" | "api";

/** The editor of an agent. */
export function BotPage() {
  const { id = "", space_id: space = "" } = useParams();
  const bot = useBot(id);
  if (bot.isPending) return <Skeleton kind="page" />;
  if (!bot.data) return <Missing space={space} error={bot.error} onRetry={() => void bot.refetch()} />;
  return <Editor key={id} bot={bot.data} space={space} />;
}

function Missing({ space, error, onRetry }: { space: string; error: unknown; onRetry: () => void }) {
  const t = useTexts();
  return (
    <div className="page form">
      <ErrorPanel error={error} onRetry={onRetry} />
      <p>
        <Link to={`/space/${space}/develop`}>{t("bot.back")}</Link>
      </p>
    </div>
  );
}

/** True where editor and chat do not fit beside each other, as in bot.css. */
const narrow = window.matchMedia("(max-width: 1040px)");
const useNarrow = () =>
  useSyncExternalStore(
    (listener) => {
      narrow.addEventListener("change", listener);
      return () => narrow.removeEventListener("change", listener);
    },
    () => narrow.matches,
  );

function Editor({ bot, space }: { bot: Bot; space: string }) {
  const t = useTexts();
  const draft = useDraft(bot);
  const [params, setParams] = useSearchParams();
  const online = useVersion(bot.bot_id).data;
  const [version, setVersion] = useState<string>();
  const [problem, setProblem] = useState<unknown>();
  const [publishing, setPublishing] = useState(false);
  const wanted = params.get("tab");
  const both = !useNarrow(); // the preview stands beside the fields and has no tab
  const tab: Tab = wanted === "api" || (wanted === "preview" && !both) ? wanted : "arrange";
  const show = (next: Tab) =>
    setParams((before) => {
      if (next === "arrange") before.delete("tab");
      else before.set("tab", next);
      return before;
    });
  useSaveKey(draft.save);

  async function publish() {
    setPublishing(true);
    setProblem(undefined);
    setVersion(undefined);
    try {
      await draft.save();
      setVersion(await publishBot(bot.bot_id));
    } catch (caught) {
      if (!(caught instanceof InvalidDraft)) setProblem(caught);
    } finally {
      setPublishing(false);
    }
  }

  async function beforeSend() {
    try {
      await draft.save();
    } catch (caught) {
      throw caught instanceof InvalidDraft ? new ApiFailure(4000, t("bot.unsaved.fix"), "", 0) : caught;
    }
  }

  return (
    <div className={`editor editor-${tab}`}>
      <header className="editor-head">
        <Link className="icon-button" to={`/space/${space}/develop`} aria-label={t("bot.back")} title={t("bot.back")}>
          <ArrowLeft size={20} />
        </Link>
        <Avatar id={bot.bot_id} name={draft.fields.name} icon={bot.icon_url} small />
        <div className="editor-title">
          <h1>{draft.fields.name}</h1>
          <span className="small muted">
            {online === "" && t("bot.unpublished")}
            {online && t("bot.version", { version: online })}
          </span>
        </div>
        <Tabs
          name={draft.fields.name}
          id="editor"
          active={tab}
          onChange={show}
          tabs={[
            { key: "arrange", label: t("bot.tab.arrange") },
            { key: "preview", label: t("bot.tab.preview"), className: "tab-narrow" },
            { key: "api", label: t("bot.tab.api") },
          ]}
        />
        <div className="editor-actions">
          <SaveWord state={draft.state} />
          <Button disabled={!draft.dirty} onClick={() => void draft.save().catch(() => undefined)}>
            {t("ui.save")}
          </Button>
          <Popconfirm
            title={t("bot.publish")}
            description={<p className="confirm-text">{t("bot.publish.what")}</p>}
            okText={t("bot.publish")}
            cancelText={t("ui.cancel")}
            placement="bottomRight"
            icon={null}
            onConfirm={() => void publish()}
          >
            <BusyButton type="primary" busy={publishing}>
              {t("bot.publish")}
            </BusyButton>
          </Popconfirm>
        </div>
      </header>
      {version && (
        <p className="bar bar-success" role="status">
          {t("bot.publish.done", { version })}
          <button type="button" className="text-button" onClick={() => setVersion(undefined)}>
            {t("ui.close")}
          </button>
        </p>
      )}
      {problem !== undefined && <ErrorPanel error={problem} onRetry={() => void publish()} />}
      {draft.state.kind === "failed" && asFailure(draft.state.error).code !== CODE.unauthenticated && (
        <ErrorPanel
          error={draft.state.error}
          title={t("bot.unsaved")}
          onRetry={() => void draft.save().catch(() => undefined)}
        />
      )}
      {draft.restored > 0 && (
        <p className="bar bar-warning" role="status">
          {t("bot.restored", { count: draft.restored })}
          <button type="button" className="text-button" onClick={draft.discard}>
            {t("bot.discard")}
          </button>
          <button type="button" className="text-button" onClick={draft.keep}>
            {t("ui.close")}
          </button>
        </p>
      )}
      <div className="editor-body">
        <div className="pane pane-config" role="tabpanel" id="editor-panel-arrange" aria-labelledby="editor-tab-arrange">
          <BotConfig fields={draft.fields} edit={draft.edit} />
        </div>
        <div className="pane pane-chat" role="tabpanel" id="editor-panel-preview" aria-labelledby="editor-tab-preview">
          <Suspense fallback={<Skeleton kind="page" />}>
            <ChatPane
              bot={bot.bot_id}
              prologue={draft.fields.prologue}
              questions={draft.fields.questions}
              avatar={<Avatar id={bot.bot_id} name={draft.fields.name} icon={bot.icon_url} />}
              beforeSend={beforeSend}
            />
          </Suspense>
        </div>
        <div className="pane pane-api" role="tabpanel" id="editor-panel-api" aria-labelledby="editor-tab-api">
          <ApiTab
            bot={bot.bot_id}
            space={space}
            published={online !== ""}
            question={draft.fields.questions.find((question) => question.trim() !== "")}
          />
        </div>
      </div>
    </div>
  );
}

function SaveWord({ state }: { state: SaveState }) {
  const t = useTexts();
  const words = {
    saved: () => (state.kind === "saved" && state.at ? t("bot.saved", { time: clock(state.at) }) : ""),
    waiting: () => t("bot.waiting"),
    saving: () => t("bot.saving"),
    invalid: () => t("bot.unsaved.fix"),
    failed: () => (state.kind === "failed" ? failureText(asFailure(state.error)) : ""),
  };
  const bad = state.kind === "invalid" || state.kind === "failed";
  return (
    <span className={bad ? "save-word small is-error" : "save-word small muted"} role="status">
      {words[state.kind]()}
    </span>
  );
}

/** Ctrl S saves at once. */
function useSaveKey(save: () => Promise<void>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      void save().catch(() => undefined);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [save]);
}
