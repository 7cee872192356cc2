import { useTexts } from "../i18n/texts";
import { CopyButton } from "./CopyButton";

/** Code with a copy button; `what` names it. */
export function Code({ text, what }: { text: string; what: string }) {
  const t = useTexts();
  return (
    <div className="code">
      <pre tabIndex={0} role="region" aria-label={what}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} what={what} label={t("ui.copy")} />
    </div>
  );
}
