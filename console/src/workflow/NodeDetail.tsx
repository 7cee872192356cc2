import { CircleAlert } from "lucide-react";
import type { RunDetail, Traced } from "../data/wire";
import { count, type TextKey, useTexts } from "../i18n/texts";
import { CopyButton } from "../ui/CopyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { adviceOf, moment, took } from "./figures";
import { JsonView } from "./JsonView";
import { kindOf } from "./kinds";
import { State } from "./State";
import type { Row } from "./tree";
import { useRunNode } from "./workflow.api";

/** One execution: what went in and out, what the model said, what went wrong, what was asked. */
export function NodeDetail({ workflow, run, row }: { workflow: string; run: string; row: Row }) {
  const t = useTexts();
  const known = row.node;
  const node = useRunNode(workflow, run, known?.key ?? "", `${known?.status}:${known?.duration_ms}:${known?.attempts}`);
  if (!known) return <p className="muted">{t(row.round === undefined ? "run.node.under" : "run.round.what")}</p>;
  const { Icon, hue } = kindOf(known.type);
  return (
    <>
      <header className="detail-head">
        <span className={`kind kind-${hue}`}>
          <Icon size={16} aria-hidden="true" />
        </span>
        <h2>{known.title || known.node_id}</h2>
        <State status={row.status} />
      </header>
      <Facts
        facts={[
          ["run.node.type", typeName(t, known)],
          ["run.node.key", <Copied key="key" text={known.key} what={t("run.node.key")} />],
          ["run.started", moment(known.started_at)],
          ["run.took", known.duration_ms === undefined ? undefined : took(known.duration_ms)],
          ["run.attempts.label", known.attempts > 1 ? count(known.attempts) : undefined],
          ["run.port", known.port],
          ["run.usage", known.usage && t("run.usage.of", { input: known.usage.input_count, output: known.usage.output_count })],
        ]}
      />
      {known.error_message !== undefined && <Failure code={known.error_code ?? 0} message={known.error_message} warning={known.status === "warning"} />}
      {node.isError && <ErrorPanel error={node.error} onRetry={() => void node.refetch()} />}
      {node.isPending && <Skeleton />}
      {node.data && <Values node={node.data} over={known.duration_ms !== undefined} />}
    </>
  );
}

export const typeName = (t: ReturnType<typeof useTexts>, { type, node_type }: Pick<Traced, "type" | "node_type">): string =>
  type in NAMED ? t(`run.kind.${type as "1"}`) : node_type || t("run.kind.unknown");

/** The types that have a name of their own in the texts; the others are told as the server names them. */
const NAMED: Record<string, true> = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 8, 9, 12, 13, 15, 18, 19, 20, 21, 22, 27, 28, 29, 30, 32, 37, 38, 39, 40, 42, 43, 44, 45, 46, 58, 59].map((one) => [one, true]),
);

function Values({ node, over }: { node: Traced; over: boolean }) {
  const t = useTexts();
  const { input, output, raw, rounds } = node;
  return (
    <div className="values">
      {rounds && (
        <section className="value">
          <h3>{t("run.rounds")}</h3>
          <ol className="rounds">
            {rounds.map((round, at) => (
              <li key={at}>
                <p className="round-asked">{round.asked || t("run.asked.fields")}</p>
                {round.reply === undefined ? <p className="muted">{t("run.reply.none")}</p> : <p className="round-reply">{round.reply}</p>}
              </li>
            ))}
          </ol>
        </section>
      )}
      {input !== undefined && <JsonView value={input} label={t("run.input")} />}
      {output !== undefined && <JsonView value={output} label={t("run.output")} />}
      {raw !== undefined && !rounds && <JsonView value={raw} label={t("run.raw")} />}
      {over && input === undefined && output === undefined && <p className="muted">{t("run.values.none")}</p>}
    </div>
  );
}

/** The run as a whole: what it was given, what it gave, why it failed. */
export function RunSummary({ detail }: { detail: RunDetail }) {
  const t = useTexts();
  return (
    <>
      <header className="detail-head">
        <h2>{t("run.whole")}</h2>
        <State status={detail.status} />
      </header>
      <div className="values">
        <JsonView value={detail.input} label={t("run.input")} />
        {detail.end !== undefined && <JsonView value={detail.end} label={t("run.output")} />}
      </div>
    </>
  );
}

export function Failure({ code, message, warning = false, children }: { code: number; message: string; warning?: boolean; children?: React.ReactNode }) {
  const t = useTexts();
  return (
    <div className={warning ? "error-panel failure-warning" : "error-panel"}>
      <CircleAlert size={20} className={warning ? "is-warning" : "is-error"} aria-hidden="true" />
      <div className="error-panel-body">
        <strong>{message}</strong>
        {!warning && <p>{adviceOf(code)}</p>}
        <div className="row">
          {code !== 0 && (
            <span className="small">
              {t("run.code")} <code>{code}</code>
            </span>
          )}
          <CopyButton text={`${code} ${message}`} what={t("run.error")} />
          {children}
        </div>
      </div>
    </div>
  );
}

export function Facts({ facts }: { facts: [TextKey, React.ReactNode][] }) {
  const t = useTexts();
  return (
    <dl className="run-facts">
      {facts
        .filter(([, value]) => value !== undefined && value !== "")
        .map(([label, value]) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

export const Copied = ({ text, what }: { text: string; what: string }) => (
  <span className="copied">
    <code>{text}</code>
    <CopyButton text={text} what={what} />
  </span>
);
