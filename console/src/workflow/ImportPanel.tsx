import { Button, Drawer } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import type { WorkflowImported } from "../data/wire";
import { useLanguage, useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field, TextArea, TextInput } from "../ui/Field";
import { Faults } from "./Faults";
import { type Import, importAgain, importWorkflow, workflowAddress } from "./workflow.api";

const CHUNK = 0x8000;

/** What is sent of a file: JSON as text, anything else as base64. */
export function readImport(bytes: Uint8Array): { canvas: string } | { file: string } {
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b; // "PK"
  if (!zipped) return { canvas: new TextDecoder().decode(bytes) };
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return { file: btoa(text) };
}

/** Makes a workflow of a canvas or an export of Coze, and shows what became of what it names. */
export function ImportPanel({ space, onClose }: { space: string; onClose: () => void }) {
  const t = useTexts();
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [pasted, setPasted] = useState("");
  const [file, setFile] = useState<File>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [made, setMade] = useState<WorkflowImported>();
  const [sent, setSent] = useState<Import>();
  const nothing = !file && pasted.trim() === "";

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nothing || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const content = file ? readImport(new Uint8Array(await file.arrayBuffer())) : { canvas: pasted };
      const fallback = file?.name.replace(/\.[^.]*$/, "") ?? t("workflow.new.name");
      const wish = { space, name: name.trim() || ("canvas" in content ? fallback : ""), ...content };
      setMade(await importWorkflow(wish));
      setSent(wish);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Drawer
      open
      title={t("workflow.import")}
      size={520}
      onClose={onClose}
      closable={{ "aria-label": t("ui.close") }}
      mask={{ blur: false }}
      footer={
        <div className="row row-end">
          <Button onClick={onClose}>{t(made ? "ui.close" : "ui.cancel")}</Button>
          {made ? (
            <Button type="primary" onClick={() => void navigate(workflowAddress(space, made.workflow_id, { tab: "canvas" }))}>
              {t("workflow.import.open")}
            </Button>
          ) : (
            <BusyButton type="primary" htmlType="submit" form="import-workflow" busy={busy}>
              {t("workflow.import.go")}
            </BusyButton>
          )}
        </div>
      }
    >
      {made && sent ? (
        <>
          <ImportReport made={made} space={space} />
          <Mapping
            key={made.workflow_id}
            report={made.report}
            onIds={async (ids) => {
              const wish = { ...sent, ids: { ...sent.ids, ...ids } };
              setMade(await importAgain(wish, made));
              setSent(wish);
            }}
          />
        </>
      ) : (
        <form id="import-workflow" className="form" noValidate onSubmit={(event) => void onSubmit(event)}>
          {error !== undefined && <ErrorPanel error={error} />}
          <p className="muted">{t("workflow.import.what")}</p>
          <div className="row">
            <input
              ref={picker}
              type="file"
              className="sr-only"
              tabIndex={-1}
              aria-label={t("workflow.import.file")}
              accept=".json,.flow,.zip,.txt"
              onChange={(event) => setFile(event.target.files?.[0])}
            />
            <Button onClick={() => picker.current?.click()}>{t("workflow.import.pick")}</Button>
            {file && <span>{file.name}</span>}
          </div>
          <Field label={t("workflow.import.paste")} error={tried && nothing ? t("workflow.import.nothing") : undefined}>
            {(ids) => <TextArea {...ids} rows={6} className="mono" spellCheck={false} disabled={file !== undefined} value={pasted} onChange={(event) => setPasted(event.target.value)} />}
          </Field>
          <Field label={t("workflow.name")} hint={t("workflow.import.name")} optional>
            {(ids) => <TextInput {...ids} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
        </form>
      )}
    </Drawer>
  );
}

const KINDS = ["plugin", "tool", "knowledge", "database", "model", "workflow"] as const;
type Kind = (typeof KINDS)[number];

/** What an import did not find, once each. */
export function missingOf(report: WorkflowImported["report"]): { kind: Kind; id: string }[] {
  const found = new Map<string, { kind: Kind; id: string }>();
  for (const { kind: outcome, what, foreign_id: id } of report) {
    const kind = KINDS.find((one) => one === what);
    if (outcome === "missing" && kind && id && !found.has(id)) found.set(id, { kind, id });
  }
  return [...found.values()];
}

/** Asks what the missing things are here, to import again. */
function Mapping({ report, onIds }: { report: WorkflowImported["report"]; onIds: (ids: Record<string, string>) => Promise<void> }) {
  const t = useTexts();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const missing = missingOf(report);
  if (missing.length === 0) return null;
  const given = Object.fromEntries(missing.map(({ id }) => [id, (typed[id] ?? "").trim()]).filter(([, ours]) => ours !== ""));
  const fits = Object.values(given).every((ours) => /^\d+$/.test(ours as string));

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (busy || !fits || Object.keys(given).length === 0) return;
    setBusy(true);
    setError(undefined);
    try {
      await onIds(given);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="form" aria-label={t("workflow.import.ids")} noValidate onSubmit={(event) => void onSubmit(event)}>
      <h3>{t("workflow.import.ids")}</h3>
      <p className="muted">{t("workflow.import.ids.what")}</p>
      {missing.map(({ kind, id }) => (
        <Field
          key={id}
          label={t("workflow.import.ids.of", { what: t(`workflow.import.what.${kind}`), id })}
          hint={t("workflow.import.ids.here")}
          error={/^\s*\d*\s*$/.test(typed[id] ?? "") ? undefined : t("workflow.import.ids.bad")}
          optional
        >
          {(ids) => (
            <TextInput {...ids} inputMode="numeric" maxLength={20} value={typed[id] ?? ""} onChange={(event) => setTyped((before) => ({ ...before, [id]: event.target.value }))} />
          )}
        </Field>
      ))}
      {error !== undefined && <ErrorPanel error={error} />}
      <div className="row">
        <BusyButton htmlType="submit" busy={busy} disabled={!fits || Object.keys(given).length === 0}>
          {t("workflow.import.ids.go")}
        </BusyButton>
      </div>
    </form>
  );
}

function ImportReport({ made, space }: { made: WorkflowImported; space: string }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <div className="form">
      <p className="notice is-success" role="status">
        {t("workflow.import.done")}
      </p>
      {made.report.length > 0 && (
        <section>
          <h3>{t("workflow.import.report")}</h3>
          <ul className="report">
            {made.report.map((entry, at) => (
              <li key={at}>
                <span className={`chip chip-${entry.kind}`}>{t(`workflow.import.kind.${entry.kind}`)}</span>
                <span>
                  {entry.node_title && <strong>{entry.node_title} </strong>}
                  {language === "zh" ? entry.zh : entry.en}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {made.sub_workflows.length > 0 && (
        <section>
          <h3>{t("workflow.import.subs")}</h3>
          <ul>
            {made.sub_workflows.map((sub) => (
              <li key={sub.workflow_id}>
                <Link to={workflowAddress(space, sub.workflow_id)}>{sub.name}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Faults faults={made.faults} />
    </div>
  );
}
