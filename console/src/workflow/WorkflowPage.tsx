import { ArrowLeft, Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { curlOf } from "../bot/snippets";
import { address } from "../data/call";
import type { WorkflowDetail } from "../data/wire";
import { ago, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { CallButton } from "../ui/CallButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Menu } from "../ui/Menu";
import { Skeleton } from "../ui/Skeleton";
import { Tabs } from "../ui/Tabs";
import { Faults } from "./Faults";
import { RunsTab } from "./RunsTab";
import { TestTab } from "./TestTab";
import { DRAFT, VersionSelect } from "./VersionSelect";
import { exportWorkflow, useCanvas, useVersions, useWorkflow } from "./workflow.api";
import "../bot/bot.css";
import "./workflow.css";

const CanvasView = lazy(() => import("./CanvasView"));
const TABS = ["runs", "test", "canvas", "versions"] as const;
type Tab = (typeof TABS)[number];
const FORMATS = ["flow", "clipboard", "canvas"] as const;

/** A workflow: its runs, a test run, its canvas, its versions. The address is the state: `tab`, `v`, `status`. */
export function WorkflowPage({ space: given, workflow }: { space: string; workflow: string }) {
  const t = useTexts();
  const found = useWorkflow(workflow);
  const [params, setParams] = useSearchParams();
  const [problem, setProblem] = useState<unknown>();
  const tab: Tab = TABS.find((one) => one === params.get("tab")) ?? "runs";
  const version = params.get("v") ?? DRAFT;
  const set = (changes: Record<string, string>) =>
    setParams((before) => {
      for (const [key, value] of Object.entries(changes)) {
        if (value) before.set(key, value);
        else before.delete(key);
      }
      return before;
    });

  if (found.isPending) return <Skeleton kind="page" />;
  if (found.isError) {
    return (
      <div className="page">
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  }
  const detail = found.data;
  const space = given || detail.workspace_id;
  const name = detail.workflow_detail.workflow_name;
  return (
    <div className="editor">
      <header className="editor-head">
        <Link className="icon-button" to={`/space/${space}/workflows`} aria-label={t("workflow.back")} title={t("workflow.back")}>
          <ArrowLeft size={20} />
        </Link>
        <div className="editor-title">
          <h1>{name}</h1>
          <span className="small muted">
            {t(`workflow.mode.${detail.workflow_mode}`)} · {detail.version ? t("workflow.online", { version: detail.version }) : t("workflow.unpublished")}
          </span>
        </div>
        <Tabs name={name} id="workflow" active={tab} onChange={(next) => set({ tab: next === "runs" ? "" : next })} tabs={TABS.map((key) => ({ key, label: t(`workflow.tab.${key}`) }))} />
        <div className="editor-actions">
          <CallButton curl={curlOf("GET", address(`/pankou/v1/workflows/${workflow}`))} />
          <Menu
            name={t("workflow.export")}
            trigger={<Download size={20} />}
            align="end"
            head={<strong>{t("workflow.export")}</strong>}
            groups={[
              FORMATS.map((format) => ({
                key: format,
                label: t(`workflow.export.${format}`),
                onSelect: () => {
                  setProblem(undefined);
                  exportWorkflow(workflow, format, version).catch(setProblem);
                },
              })),
            ]}
          />
        </div>
      </header>
      {problem !== undefined && <ErrorPanel error={problem} />}
      <div className="workflow-panel" role="tabpanel" id={`workflow-panel-${tab}`} aria-labelledby={`workflow-tab-${tab}`}>
        {tab === "runs" && <RunsTab space={space} workflow={workflow} onTest={() => set({ tab: "test" })} />}
        {tab === "test" && <TestTab space={space} detail={detail} version={version} onVersion={(next) => set({ v: next === DRAFT ? "" : next })} />}
        {tab === "canvas" && <CanvasTab detail={detail} version={version} onVersion={(next) => set({ v: next === DRAFT ? "" : next })} />}
        {tab === "versions" && <VersionsTab workflow={workflow} onShow={(next) => set({ tab: "canvas", v: next })} />}
      </div>
    </div>
  );
}

function CanvasTab({ detail, version, onVersion }: { detail: WorkflowDetail; version: string; onVersion: (version: string) => void }) {
  const t = useTexts();
  const workflow = detail.workflow_detail.workflow_id;
  const found = useCanvas(workflow, version);
  const [selected, setSelected] = useState("");
  return (
    <div className="canvas-tab">
      <div className="row">
        <VersionSelect workflow={workflow} value={version} onChange={onVersion} />
        <span className="muted small">{t("workflow.canvas.what")}</span>
      </div>
      {found.isError && <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />}
      <div className="canvas-frame" role="region" aria-label={t("run.canvas")}>
        {found.data && (
          <Suspense fallback={<Skeleton />}>
            <CanvasView key={version} canvas={found.data.canvas} selected={selected} onSelect={setSelected} />
          </Suspense>
        )}
      </div>
      {version === DRAFT && <Faults faults={detail.faults} onOpen={setSelected} />}
    </div>
  );
}

function VersionsTab({ workflow, onShow }: { workflow: string; onShow: (version: string) => void }) {
  const t = useTexts();
  const found = useVersions(workflow);
  if (found.isPending) return <Skeleton />;
  if (found.isError) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.length === 0) return <p className="muted nothing">{t("workflow.versions.none")}</p>;
  return (
    <>
      <div className="table-scroll">
        <table className="runs">
          <thead>
            <tr>
              <th scope="col">{t("workflow.version")}</th>
              <th scope="col">{t("workflow.version.note")}</th>
              <th scope="col">{t("workflow.version.by")}</th>
              <th scope="col">{t("workflow.version.when")}</th>
              <th scope="col">
                <span className="sr-only">{t("workflow.tab.canvas")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.data.map((one) => (
              <tr key={one.version}>
                <th scope="row">{one.version}</th>
                <td className="cell-wide">{one.description || <span className="muted">–</span>}</td>
                <td>{one.creator.name}</td>
                <td>{ago(Number(one.created_at))}</td>
                <td className="cell-end">
                  <button type="button" className="text-button" onClick={() => onShow(one.version)}>
                    {t("workflow.version.show")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.hasNextPage && (
        <BusyButton className="more" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("ui.more")}
        </BusyButton>
      )}
    </>
  );
}
