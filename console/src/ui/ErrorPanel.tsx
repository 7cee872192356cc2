import { CircleAlert } from "lucide-react";
import { Button } from "antd";
import { asFailure, CODE, type ApiFailure } from "../data/call";
import { t, useTexts, type TextKey } from "../i18n/texts";
import { CopyButton } from "./CopyButton";

const KNOWN: Record<number, TextKey> = {
  [CODE.network]: "error.network",
  4000: "error.4000",
  4100: "error.4100",
  4101: "error.4101",
  4200: "error.4200",
  4314: "error.4200", // a run, known by its id alone
  4016: "error.4016",
  4013: "error.4013",
};

/** What happened and what to do, in the person's language. */
export function failureText(failure: ApiFailure): string {
  if (failure.code === CODE.unreadable) return t("error.unreadable", { msg: failure.msg });
  const known = KNOWN[failure.code];
  if (known) return t(known);
  return failure.code >= 5000 || failure.status >= 500 ? t("error.500") : t("error.other", { code: failure.code });
}

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

export function ErrorPanel({ error, title, onRetry }: Props) {
  const t = useTexts();
  const failure = asFailure(error);
  return (
    <div className="error-panel" role="alert">
      <CircleAlert size={20} className="is-error" aria-hidden="true" />
      <div className="error-panel-body">
        <strong>{title ?? t("error.title")}</strong>
        <p>{failureText(failure)}</p>
        {failure.msg && failure.code !== CODE.unreadable && (
          <details>
            <summary>{t("ui.details")}</summary>
            <code>
              {failure.code} {failure.msg}
            </code>
          </details>
        )}
        <div className="row">
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              {t("ui.retry")}
            </Button>
          )}
          {failure.logid && <Logid logid={failure.logid} />}
        </div>
      </div>
    </div>
  );
}

export function Logid({ logid }: { logid: string }) {
  const t = useTexts();
  return (
    <span className="logid">
      <span>{t("ui.logid")}</span>
      <code title={logid}>{logid}</code>
      <CopyButton text={logid} what={t("ui.logid")} />
    </span>
  );
}
