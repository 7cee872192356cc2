import { Play, Square } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { asFailure } from "../data/call";
import type { ServerEvent } from "../data/sse";
import type { WorkflowDetail } from "../data/wire";
import { useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { AnswerForm } from "./AnswerForm";
import { FieldInput } from "./FieldInput";
import { Faults } from "./Faults";
import { startFields, valuesOf } from "./fields";
import { Failure } from "./NodeDetail";
import { State } from "./State";
import { after, answered, NEW_TRIAL, type Trial } from "./trial";
import { DRAFT, VersionSelect } from "./VersionSelect";
import { answerTrial, cancelRun, runOfLogid, tryOut, useCanvas, workflowAddress } from "./workflow.api";

interface Props {
  space: string;
  detail: WorkflowDetail;
  version: string;
  onVersion: (version: string) => void;
}

const KEPT = (workflow: string) => `pankou.trial.${workflow}`;

/** What was typed for the last run of this workflow in this tab of the browser. */
function kept(workflow: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT(workflow)) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

/** Runs the draft or a version and shows what it says while it says it. */
export function TestTab({ space, detail, version, onVersion }: Props) {
  const t = useTexts();
  const workflow = detail.workflow_detail.workflow_id;
  const canvas = useCanvas(workflow, version);
  const [typed, setTyped] = useState(() => kept(workflow));
  const [tried, setTried] = useState(false);
  const { trial, running, error, start, answer, stop } = useTrial(workflow);
  if (canvas.isError) return <ErrorPanel error={canvas.error} onRetry={() => void canvas.refetch()} />;
  if (!canvas.data) return <Skeleton />;
  const fields = startFields(canvas.data.canvas);
  const given = valuesOf(fields, typed);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (running || Object.keys(given.problems).length > 0) return;
    sessionStorage.setItem(KEPT(workflow), JSON.stringify(typed));
    void start(given.values, version);
  }

  return (
    <div className="trial">
      <form className="form trial-form" onSubmit={onSubmit} noValidate>
        <VersionSelect workflow={workflow} value={version} onChange={onVersion} />
        {version === DRAFT && <Faults faults={detail.faults.filter((fault) => fault.level === "error")} />}
        {fields.length === 0 && <p className="muted">{t("workflow.test.noFields")}</p>}
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={typed[field.name]}
            problem={tried ? given.problems[field.name] : undefined}
            onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <div className="row">
          <BusyButton type="primary" htmlType="submit" busy={running} icon={<Play size={16} />}>
            {t("workflow.test.run")}
          </BusyButton>
          {(running || trial?.interrupt) && (
            <BusyButton busy={false} icon={<Square size={16} />} onClick={() => void stop()}>
              {t("run.stop")}
            </BusyButton>
          )}
        </div>
      </form>
      <section className="trial-out" aria-label={t("workflow.test.out")} aria-live="polite">
        {!trial && error === undefined && <p className="muted">{t("workflow.test.what")}</p>}
        {trial && (
          <div className="row">
            <State status={statusOf(trial, running)} />
            {trial.run && <Link to={workflowAddress(space, workflow, { execute_id: trial.run })}>{t("workflow.test.open")}</Link>}
          </div>
        )}
        {trial?.said.map((one) => (
          <article key={one.key} className="said">
            <h3>{one.title}</h3>
            <pre className={one.finished ? "" : "said-more"}>{one.text}</pre>
          </article>
        ))}
        {trial?.failure && <Failure code={trial.failure.code} message={trial.failure.message} />}
        {trial?.interrupt && !running && <AnswerForm key={trial.interrupt.event_id} interrupt={trial.interrupt} onAnswer={answer} />}
        {error !== undefined && <ErrorPanel error={error} />}
      </section>
    </div>
  );
}

function statusOf(trial: Trial, running: boolean): string {
  if (running) return "running";
  if (trial.failure) return trial.failure.code === 777777777 ? "cancel" : "fail";
  if (trial.interrupt) return "interrupted";
  return trial.done ? "success" : "cancel";
}

/** One streamed run at a time. Leaving the page lets go of the stream. */
function useTrial(workflow: string) {
  const [trial, setTrial] = useState<Trial>();
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const stream = useRef<AbortController>(undefined);
  const naming = useRef<Promise<string>>(undefined);
  useEffect(() => () => stream.current?.abort(), []);

  async function follow(from: Trial, open: (signal: AbortSignal) => AsyncGenerator<ServerEvent>) {
    const controller = new AbortController();
    stream.current = controller;
    setRunning(true);
    setError(undefined);
    setTrial(from);
    naming.current = undefined;
    let known = from;
    try {
      for await (const event of open(controller.signal)) {
        known = after(known, event);
        const said = known;
        setTrial((before) => ({ ...said, run: said.run || before?.run || "" }));
      }
    } catch (caught) {
      if (controller.signal.aborted) return;
      if (known === from) throw caught; // it did not begin
      setError(asFailure(caught));
    } finally {
      setRunning(false);
    }
  }

  /** A stream names its run at its end; whoever wants to look or to stop before that finds it by the request's logid. */
  async function named(logid: string, signal: AbortSignal) {
    naming.current = runOfLogid(workflow, logid).catch(() => "");
    const run = await naming.current;
    if (run !== "" && !signal.aborted) setTrial((before) => before && { ...before, run: before.run || run });
  }

  return {
    trial,
    running,
    error,
    start: (parameters: Record<string, unknown>, version: string) =>
      follow(NEW_TRIAL, (signal) => tryOut({ workflow, parameters, version }, signal, (logid) => void named(logid, signal))).catch(
        (caught: unknown) => {
          setTrial(undefined);
          setError(caught);
        },
      ),
    answer: async (data: string) => {
      const interrupt = trial?.interrupt;
      if (!trial || !interrupt) return;
      const { event_id: event, type } = interrupt;
      try {
        await follow(answered(trial), (signal) => answerTrial({ workflow, event, type, data }, signal));
      } catch (caught) {
        setTrial(trial); // the question stands again, with why the answer was refused
        throw caught;
      }
    },
    stop: async () => {
      stream.current?.abort();
      setRunning(false);
      if (!trial) return;
      const run = trial.run || ((await naming.current) ?? "");
      setTrial({ said: trial.said, run, done: false });
      if (run !== "") await cancelRun(workflow, run).catch(setError);
    },
  };
}
