import { Button } from "antd";
import { Plus, Search, Upload, Workflow } from "lucide-react";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { curlOf } from "../bot/snippets";
import { address } from "../data/call";
import { ago, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { CallButton } from "../ui/CallButton";
import { Empty } from "../ui/Empty";
import { ErrorPanel } from "../ui/ErrorPanel";
import { TextInput } from "../ui/Field";
import { Skeleton } from "../ui/Skeleton";
import { ImportPanel } from "./ImportPanel";
import { createWorkflow, useWorkflows, workflowAddress, workflowListQuery } from "./workflow.api";
import "./workflow.css";

const TYPING_MS = 250;

/** The workflows of a space; `?q=` is what their names have in them, `?import=1` opens the panel. */
export function WorkflowsPage() {
  const t = useTexts();
  const navigate = useNavigate();
  const space = useParams()["space_id"] ?? "";
  const [params, setParams] = useSearchParams();
  const name = params.get("q") ?? "";
  const found = useWorkflows(space, name);
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const none = found.isSuccess && items.length === 0;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (key: string, value: string) =>
    setParams(
      (before) => {
        if (value) before.set(key, value);
        else before.delete(key);
        return before;
      },
      { replace: key === "q" },
    );

  async function create() {
    setBusy(true);
    setError(undefined);
    try {
      await navigate(workflowAddress(space, await createWorkflow(space, t("workflow.new.name")), { tab: "test" }));
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }
  const actions = (
    <>
      <Button icon={<Upload size={16} />} onClick={() => set("import", "1")}>
        {t("workflow.import")}
      </Button>
      <BusyButton type="primary" icon={<Plus size={16} />} busy={busy} onClick={() => void create()}>
        {t("workflow.create")}
      </BusyButton>
    </>
  );

  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{t("workflow.title")}</h1>
          <p className="muted">{t("workflow.what")}</p>
        </div>
        <div className="row">
          <CallButton curl={curlOf("GET", address("/v1/workflows", workflowListQuery(space, name, 1)))} />
          {!(none && name === "") && actions}
        </div>
      </header>
      {error !== undefined && <ErrorPanel error={error} onRetry={() => void create()} />}
      {!(none && name === "") && <SearchField value={name} onChange={(value) => set("q", value)} />}
      {found.isPending && <Skeleton kind="cards" rows={6} />}
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      {none && name === "" && (
        <Empty title={t("workflow.empty")} what={t("workflow.empty.what")}>
          <div className="row row-center">{actions}</div>
        </Empty>
      )}
      {none && name !== "" && (
        <p className="muted nothing">
          {t("workflow.search.none", { name })}{" "}
          <button type="button" className="text-button" onClick={() => set("q", "")}>
            {t("workflow.search.clear")}
          </button>
        </p>
      )}
      <ul className={found.isPlaceholderData ? "cards is-stale" : "cards"}>
        {items.map((one) => (
          <li key={one.workflow_id}>
            <Link className="card" to={workflowAddress(space, one.workflow_id)}>
              <div className="card-head">
                <span className="workflow-tile">
                  <Workflow size={20} aria-hidden="true" />
                </span>
                <div className="card-title">
                  <h2>{one.workflow_name}</h2>
                  <span className="muted small">{one.creator.name}</span>
                </div>
              </div>
              <p className={one.description ? "card-text" : "card-text muted"}>{one.description || t("bot.noDescription")}</p>
              <span className="muted small">{t("bot.updated", { when: ago(Number(one.updated_at)) })}</span>
            </Link>
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <BusyButton className="more" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("ui.more")}
        </BusyButton>
      )}
      {params.has("import") && <ImportPanel space={space} onClose={() => set("import", "")} />}
    </div>
  );
}

/** Asks when typing pauses, and never in the middle of a composition. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTexts();
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (composing || typed.trim() === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="search">
      <Search size={16} aria-hidden="true" />
      <TextInput
        type="search"
        aria-label={t("workflow.search")}
        placeholder={t("workflow.search")}
        value={typed}
        maxLength={100}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        onChange={(event) => setTyped(event.target.value)}
      />
    </div>
  );
}
