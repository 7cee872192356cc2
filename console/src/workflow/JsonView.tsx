import { useState } from "react";
import { useTexts, count } from "../i18n/texts";
import { CopyButton } from "../ui/CopyButton";

const LONGEST_TEXT = 600;
const LONGEST_SHOWN = 20_000;

/** A value as JSON with long texts cut, and whether anything was. */
export function folded(value: unknown, more: (characters: number) => string): { text: string; cut: boolean } {
  let cut = false;
  const shorten = (_: string, one: unknown): unknown => {
    if (typeof one !== "string" || one.length <= LONGEST_TEXT) return one;
    cut = true;
    return `${one.slice(0, LONGEST_TEXT)}… (${more(one.length - LONGEST_TEXT)})`;
  };
  let text = typeof value === "string" ? String(shorten("", value)) : JSON.stringify(value, shorten, 2);
  if (text.length > LONGEST_SHOWN) {
    cut = true;
    text = `${text.slice(0, LONGEST_SHOWN)}\n…`;
  }
  return { text, cut };
}

/** A value, folded where it is long; `label` names it. A text is shown as it is, without quotes. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const t = useTexts();
  const [whole, setWhole] = useState(false);
  const { text, cut } = folded(value, (characters) => t("run.characters", { count: characters }));
  const full = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <section className="value">
      <div className="value-head">
        <h3>{label}</h3>
        {cut && (
          <button type="button" className="text-button small" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? t("run.fold") : t("run.unfold", { size: count(full.length) })}
          </button>
        )}
        <CopyButton text={full} what={label} />
      </div>
      <pre tabIndex={0} role="region" aria-label={label}>
        {whole ? full : text}
      </pre>
    </section>
  );
}
