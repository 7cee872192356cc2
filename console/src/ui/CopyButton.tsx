import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTexts } from "../i18n/texts";

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // plain HTTP in a closed network has no clipboard API
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr-only";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

interface Props {
  text: string;
  /** What is copied, for the button's name. */
  what: string;
  /** Shows this word beside the icon. */
  label?: string;
}

export function CopyButton({ text, what, label }: Props) {
  const t = useTexts();
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1600);
    return () => clearTimeout(timer);
  }, [done]);
  const name = done ? t("ui.copied") : t("ui.copy.what", { what });
  return (
    <button
      type="button"
      className={label ? "text-button" : "icon-button icon-button-small"}
      title={name}
      aria-label={name}
      onClick={() => void copy(text).then(setDone)}
    >
      {done ? <Check size={16} className="is-success" /> : <Copy size={16} />}
      {label && <span aria-hidden="true">{done ? t("ui.copied") : label}</span>}
    </button>
  );
}
