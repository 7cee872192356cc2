import { Popconfirm } from "antd";
import { ArrowLeft, ChevronsDownUp, ChevronsUpDown, Square } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { RunDetail } from "../data/wire";
import { address } from "../data/call";
import { useTexts } from "../i18n/texts";
import { curlOf } from "../bot/snippets";
import { BusyButton } from "../ui/BusyButton";
import { CallButton } from "../ui/CallButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { AnswerForm } from "./AnswerForm";
import { drawingOf } from "./canvas";
import { moment, took, versionName } from "./figures";
import { Copied, Facts, Failure, NodeDetail, RunSummary } from "./NodeDetail";
import { NodeList } from "./NodeList";
import { State } from "./State";
import { around, nodeOf, rowsOf, statesOf, subOf, treeOf } from "./tree";
import { answerRun, answerStreamed, cancelRun, isOver, refreshRun, runPath, useRun, useRunCanvas, useWorkflow, workflowAddress } from "./workflow.api";
import "../bot/bot.css";
import "./workflow.css";

const CanvasView = lazy(() => import("./CanvasView"));
const STREAM_MODE = 1;

/** `debug_url`: one run, node by node, live while it goes on. `?node=` is the execution that is open. */
export function RunPage({ space, workflow, run }: { space: string; workflow: string; run: string }) {
  const found = useRun(workflow, run);
  if (found.data) return <Run space={space} workflow={workflow} run={run} detail={found.data} problem={found.error} />;
  if (found.isError) {
    return (
      <div className="page">
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </div>
    );
  }
  return <Skeleton kind="page" />;
}

interface Props {
  space: string;
  workflow: string;
  run: string;
  detail: RunDetail;
  /** The last try to ask for it again failed; what was known stays. */
  problem: unknown;
}

function Run({ space, workflow, run, detail, problem }: Props) {
  const t = useTexts();
  const [params, setParams] = useSearchParams();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const over = isOver(detail.status);
  const selected = params.get("node") ?? "";
  const sub = subOf(selected);
  const now = useNow(!over);
  const end = detail.ended_at ?? now;

  const tree = useMemo(() => treeOf(detail.nodes, over), [detail.nodes, over]);
  const rows = useMemo(() => rowsOf(tree, closed), [tree, closed]);
  const states = useMemo(() => statesOf(detail.nodes, sub, over), [detail.nodes, sub, over]);
  const row = useMemo(() => rowsOf(tree, NOTHING).find((one) => one.key === selected), [tree, selected]);
  const canvas = useRunCanvas(workflow, run, sub);
  const boxes = useMemo(() => new Map((canvas.data ? drawingOf(canvas.data.canvas).boxes : []).map((box) => [box.id, box])), [canvas.data]);
  const failed = detail.nodes.find((node) => node.status === "fail" && !detail.nodes.some((one) => around(one.key) !== "" && one.status === "fail" && one.key.startsWith(`${node.key}/`)));

  const select = useCallback(
    (key: string) => {
      setParams(
        (before) => {
          if (key) before.set("node", key);
          else before.delete("node");
          return before;
        },
        { replace: true },
      );
      // A line that is opened from elsewhere is to be seen.
      setClosed((before) => {
        const next = new Set(before);
        for (let outer = around(key); outer !== ""; outer = around(outer)) next.delete(outer);
        return next.size === before.size ? before : next;
      });
    },
    [setParams],
  );
  const onBox = useCallback(
    (id: string) => {
      if (nodeOf(selected) === id) return;
      const inCanvas = detail.nodes.filter((node) => nodeOf(node.key) === id && subOf(node.key) === sub);
      const beside = inCanvas.find((node) => around(node.key) === around(selected)) ?? inCanvas.at(-1);
      if (beside) select(beside.key);
    },
    [detail.nodes, selected, sub, select],
  );
  const fold = useCallback(
    (key: string, close: boolean) =>
      setClosed((before) => {
        const next = new Set(before);
        if (close) next.add(key);
        else next.delete(key);
        return next;
      }),
    [],
  );
  const parents = useMemo(() => rowsOf(tree, NOTHING).filter((one) => one.children > 0).map((one) => one.key), [tree]);

  return (
    <div className="run">
      <RunHead space={space} workflow={workflow} run={run} detail={detail} took={end - detail.started_at} />
      {problem != null && <ErrorPanel error={problem} onRetry={() => void refreshRun(workflow, run)} />}
      {detail.run.error_message !== "" && (
        <Failure code={Number(detail.run.error_code)} message={detail.run.error_message}>
          {failed && (
            <button type="button" className="text-button" onClick={() => select(failed.key)}>
              {t("run.failed.open", { title: failed.title || failed.node_id })}
            </button>
          )}
        </Failure>
      )}
      <Waiting workflow={workflow} run={run} detail={detail} />
      <div className="run-body">
        <section className="run-nodes" aria-label={t("run.nodes")}>
          <div className="run-nodes-head">
            <button type="button" className="text-button" aria-pressed={selected === ""} onClick={() => select("")}>
              {t("run.whole")}
            </button>
            <span className="muted small">{t("run.executions", { count: detail.nodes.length })}</span>
            {parents.length > 0 && (
              <button
                type="button"
                className="icon-button icon-button-small"
                aria-label={t(closed.size > 0 ? "run.unfoldAll" : "run.foldAll")}
                title={t(closed.size > 0 ? "run.unfoldAll" : "run.foldAll")}
                onClick={() => setClosed(closed.size > 0 ? NOTHING : new Set(parents))}
              >
                {closed.size > 0 ? <ChevronsUpDown size={16} /> : <ChevronsDownUp size={16} />}
              </button>
            )}
          </div>
          {rows.length > 0 ? (
            <NodeList
              rows={rows}
              closed={closed}
              selected={selected}
              titleOf={(key) => (subOf(key) === sub ? boxes.get(nodeOf(key)) : undefined)}
              from={detail.started_at}
              to={end}
              onSelect={select}
              onFold={fold}
            />
          ) : (
            <p className="muted nothing">{t(over ? "run.nodes.gone" : "run.nodes.none")}</p>
          )}
        </section>
        <div className="run-side">
          <section className="run-canvas" aria-label={t("run.canvas")}>
            {sub !== "" && (
              <nav className="crumbs" aria-label={t("run.canvas.where")}>
                <button type="button" className="text-button" onClick={() => select(sub.split("/")[0]?.replace(/\[\d+\]$/, "") ?? "")}>
                  {t("run.canvas.top")}
                </button>
                <span aria-hidden="true">›</span>
                <span>{detail.nodes.find((node) => node.key === sub)?.title || nodeOf(sub)}</span>
              </nav>
            )}
            {canvas.isError && <ErrorPanel error={canvas.error} title={t("run.canvas.gone")} onRetry={() => void canvas.refetch()} />}
            {canvas.data && (
              <Suspense fallback={<Skeleton />}>
                <CanvasView key={sub} canvas={canvas.data.canvas} states={states} selected={nodeOf(selected)} onSelect={onBox} />
              </Suspense>
            )}
          </section>
          <section className="run-detail" aria-label={t("run.detail")} tabIndex={0}>
            {row ? <NodeDetail key={row.key} workflow={workflow} run={run} row={row} /> : <RunSummary detail={detail} />}
          </section>
        </div>
      </div>
    </div>
  );
}

const NOTHING: ReadonlySet<string> = new Set();

function RunHead({ space, workflow, run, detail, took: duration }: { space: string; workflow: string; run: string; detail: RunDetail; took: number }) {
  const t = useTexts();
  const name = useWorkflow(workflow).data?.workflow_detail.workflow_name;
  const usage = detail.run.usage;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  async function stop() {
    setBusy(true);
    setError(undefined);
    try {
      await cancelRun(workflow, run);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <header className="run-head">
        <Link className="icon-button" to={workflowAddress(space, workflow, { tab: "runs" })} aria-label={t("run.back")} title={t("run.back")}>
          <ArrowLeft size={20} />
        </Link>
        <div className="editor-title">
          <h1>{name ?? t("run.title")}</h1>
          <span className="small muted">{versionName(detail.version)}</span>
        </div>
        <span role="status">
          <State status={detail.status} />
        </span>
        <div className="editor-actions">
          <CallButton curl={curlOf("GET", address(runPath(workflow, run)))} />
          {!isOver(detail.status) && (
            <Popconfirm
              title={t("run.stop")}
              description={<p className="confirm-text">{t("run.stop.what")}</p>}
              okText={t("run.stop")}
              cancelText={t("ui.cancel")}
              placement="bottomRight"
              icon={null}
              onConfirm={() => void stop()}
            >
              <BusyButton danger busy={busy} icon={<Square size={16} />}>
                {t("run.stop")}
              </BusyButton>
            </Popconfirm>
          )}
        </div>
      </header>
      <Facts
        facts={[
          ["run.started", moment(detail.started_at)],
          ["run.took", took(duration)],
          ["run.usage", t("run.usage.of", { input: usage.input_count, output: usage.output_count })],
          ["run.mode", t(`run.mode.${detail.run.run_mode as 0}`)],
          ["run.id", <Copied key="id" text={run} what={t("run.id")} />],
          ["ui.logid", detail.run.logid && <Copied key="logid" text={detail.run.logid} what={t("ui.logid")} />],
        ]}
      />
      {error !== undefined && <ErrorPanel error={error} onRetry={() => void stop()} />}
    </>
  );
}

function Waiting({ workflow, run, detail }: { workflow: string; run: string; detail: RunDetail }) {
  const t = useTexts();
  const interrupt = detail.run.interrupt_data;
  const mode = useWorkflow(workflow).data?.workflow_mode;
  // The answer of a run goes out before the run stops again: meanwhile its question is not asked twice.
  const [answered, setAnswered] = useState("");
  if (!interrupt || interrupt.event_id === answered) return null;
  const streamed = detail.run.run_mode === STREAM_MODE;
  if (streamed && mode === undefined) return null; // until it is known where it is answered
  if (streamed && mode === "chatflow") return <p className="notice is-warning">{t("run.asked.chat")}</p>;
  return (
    <AnswerForm
      key={interrupt.event_id}
      interrupt={interrupt}
      onAnswer={async (data) => {
        const { event_id: event, type } = interrupt;
        const follow = setTimeout(() => void refreshRun(workflow, run), 300);
        try {
          await (streamed ? answerStreamed : answerRun)({ workflow, event, type, data });
          setAnswered(event);
        } finally {
          clearTimeout(follow);
          await refreshRun(workflow, run);
        }
      }}
    />
  );
}

/** The time, moving on while something is under way and the page is seen. */
function useNow(moving: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => !document.hidden && setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [moving]);
  return now;
}
