import { type KeyboardEvent, useRef } from "react";

interface Tab<K extends string> {
  key: K;
  label: string;
  className?: string;
}

interface Props<K extends string> {
  name: string;
  tabs: Tab<K>[];
  active: K;
  /** Ids of tabs and panels are made from it. */
  id: string;
  onChange: (key: K) => void;
}

export function Tabs<K extends string>({ name, tabs, active, id, onChange }: Props<K>) {
  const list = useRef<HTMLDivElement>(null);
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const shown = [...(list.current?.querySelectorAll<HTMLElement>("[role=tab]") ?? [])].filter((tab) => tab.offsetParent);
    const at = shown.findIndex((tab) => tab.getAttribute("aria-selected") === "true");
    const next = shown[(at + step + shown.length) % shown.length];
    next?.focus();
    next?.click();
  }
  return (
    <div className="tabs" role="tablist" aria-label={name} ref={list} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          id={`${id}-tab-${tab.key}`}
          aria-controls={`${id}-panel-${tab.key}`}
          aria-selected={tab.key === active}
          tabIndex={tab.key === active ? 0 : -1}
          className={`tab ${tab.className ?? ""}`}
          onClick={() => onChange(tab.key)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
