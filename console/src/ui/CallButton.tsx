import { CodeXml } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTexts } from "../i18n/texts";
import { Code } from "./Code";

/** `</>`: the call behind what is on screen, as curl. */
export function CallButton({ curl }: { curl: string }) {
  const t = useTexts();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [open]);
  return (
    <div className="menu-root" ref={root}>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={t("ui.call")}
        title={t("ui.call")}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <CodeXml size={20} />
      </button>
      {open && (
        <div id={id} className="menu menu-down menu-end call-popover">
          <strong>{t("ui.call.title")}</strong>
          <Code text={curl} what="curl" />
        </div>
      )}
    </div>
  );
}
