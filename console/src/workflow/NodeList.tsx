import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { count, useTexts } from "../i18n/texts";
import { barOf, took } from "./figures";
import { ITERATION, kindOf } from "./kinds";
import { State, useStateWord } from "./State";
import { around, type Row } from "./tree";

const ROW = 36;
const INDENT = 16;

interface Props {
  rows: Row[];
  closed: ReadonlySet<string>;
  selected: string;
  /** Title and type of a node that has no line in the journal yet. */
  titleOf: (key: string) => { title: string; type: string } | undefined;
  /** Unix milliseconds of the line that the bars stand on. */
  from: number;
  to: number;
  onSelect: (key: string) => void;
  onFold: (key: string, closed: boolean) => void;
}

/** The executions of a run, in a list that draws only what is seen. Arrows walk and fold, as in any tree. */
export function NodeList({ rows, closed, selected, titleOf, from, to, onSelect, onFold }: Props) {
  const t = useTexts();
  const word = useStateWord();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: 12,
  });
  const at = rows.findIndex((row) => row.key === selected);
  const shown = useRef("");
  useEffect(() => {
    if (at >= 0 && shown.current !== selected) virtual.scrollToIndex(at, { align: "auto" });
    shown.current = selected;
  }, [at, selected, virtual]);

  function onKeyDown(event: KeyboardEvent) {
    const row = rows[at];
    const go = (to: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (next) onSelect(next.key);
    };
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW) / ROW) - 1);
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at < 0 ? 0 : at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => row && row.children > 0 && (closed.has(row.key) ? onFold(row.key, false) : go(at + 1)),
      ArrowLeft: () => {
        if (!row) return;
        if (row.children > 0 && !closed.has(row.key)) onFold(row.key, true);
        else if (row.level > 1) onSelect(around(row.key));
      },
    };
    const act = keys[event.key];
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    act();
  }

  const id = (key: string) => `node-${key}`;
  return (
    <div
      ref={scroll}
      className="node-list"
      role="tree"
      tabIndex={0}
      aria-label={t("run.nodes")}
      aria-activedescendant={at >= 0 ? id(selected) : undefined}
      onKeyDown={onKeyDown}
    >
      <div role="none" className="node-list-all" style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const known = row.node ?? titleOf(row.key);
          const { Icon, hue } = row.round === undefined ? kindOf(known?.type ?? "") : ITERATION;
          const title = row.round === undefined ? known?.title || row.nodeId : t("run.round", { number: row.round + 1 });
          const tokens = row.node?.usage?.token_count;
          const end = row.endedAt ?? Math.max(to, row.startedAt);
          const bar = barOf(row.startedAt, end, from, to);
          const time = row.endedAt === undefined ? "" : took(row.endedAt - row.startedAt);
          const open = row.children > 0 ? !closed.has(row.key) : undefined;
          const attempts = row.node && row.node.attempts > 1 ? t("run.attempts", { count: row.node.attempts }) : "";
          return (
            <div
              key={item.key}
              id={id(row.key)}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
              aria-selected={row.key === selected}
              aria-expanded={open}
              aria-label={[title, word(row.status), time, tokens ? t("run.tokens", { count: tokens }) : "", attempts].filter(Boolean).join(", ")}
              className="node-row"
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => onSelect(row.key)}
            >
              <span className="node-name" style={{ paddingInlineStart: (row.level - 1) * INDENT }}>
                <span
                  className="node-fold"
                  onClick={(event) => {
                    if (open === undefined) return;
                    event.stopPropagation();
                    onFold(row.key, open);
                  }}
                >
                  {open !== undefined && (open ? <ChevronDown size={16} /> : <ChevronRight size={16} />)}
                </span>
                <span className={`kind kind-${hue}`}>
                  <Icon size={16} />
                </span>
                <span className="node-title">{title}</span>
                {attempts && <span className="chip">{attempts}</span>}
                {row.node?.port && <span className="chip chip-port">{row.node.port}</span>}
              </span>
              <State status={row.status} bare />
              <span className="bar-line">
                <span className={`span-bar span-${row.status}`} style={{ insetInlineStart: `${bar.left}%`, inlineSize: `${bar.width}%` }} />
              </span>
              <span className="node-time">{time}</span>
              <span className="node-tokens">{tokens ? count(tokens) : ""}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
