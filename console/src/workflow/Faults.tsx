import { CircleAlert, CircleX } from "lucide-react";
import type { Fault } from "../data/wire";
import { useLanguage, useTexts } from "../i18n/texts";

/** What a canvas has wrong, in the server's words. */
export function Faults({ faults, onOpen }: { faults: Fault[]; onOpen?: (node: string) => void }) {
  const t = useTexts();
  const language = useLanguage();
  if (faults.length === 0) return null;
  return (
    <section>
      <h3>{t("workflow.faults", { count: faults.length })}</h3>
      <ul className="report">
        {faults.map((fault, at) => (
          <li key={at}>
            {fault.level === "error" ? (
              <CircleX size={16} className="is-error" aria-label={t("workflow.fault.error")} />
            ) : (
              <CircleAlert size={16} className="is-warning" aria-label={t("workflow.fault.warning")} />
            )}
            <span>
              {language === "zh" ? fault.zh : fault.en}
              {fault.node_id && onOpen && (
                <button type="button" className="text-button small" onClick={() => onOpen(fault.node_id ?? "")}>
                  {t("workflow.fault.show", { node: fault.node_id })}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
