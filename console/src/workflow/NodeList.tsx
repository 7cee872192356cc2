import { useVirtualizer } from "@tanstack/react-virtual";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, memo, useEffect, useRef } from "react";
import { count, useTexts } from "../i18n/texts";
import { barOf, took } from "./figures";
import { ITERATION, kindOf } from "./kinds";
import { State, useStateWord } from "./State";
import { around, type Row } from "./tree";

const ROW = 36;
const idOf = (key: string) => `node-${key}`;
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

  return (
    <div
      ref={scroll}
      className="node-list"
      role="tree"
      tabIndex={0}
      aria-label={t("run.nodes")}
      aria-activedescendant={at >= 0 ? idOf(selected) : undefined}
      onKeyDown={onKeyDown}
      style={{ "--rows": `${rows.length * ROW}px` } as CSSProperties}
    >
      <div role="none" className="node-list-all" style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const known = row.node ?? titleOf(row.key);
          return (
            <NodeRow
              key={item.key}
              row={row}
              known={known}
              at={item.index}
              of={rows.length}
              top={item.start}
              open={row.children > 0 ? !closed.has(row.key) : undefined}
              selected={row.key === selected}
              from={from}
              to={row.endedAt === undefined ? Math.max(to, row.startedAt) : row.endedAt}
              end={to}
              onSelect={onSelect}
              onFold={onFold}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  row: Row;
  known: { title: string; type: string } | undefined;
  at: number;
  of: number;
  top: number;
  open: boolean | undefined;
  selected: boolean;
  /** Of the line of time, and of this bar on it. */
  from: number;
  end: number;
  to: number;
  onSelect: (key: string) => void;
  onFold: (key: string, closed: boolean) => void;
}

const NodeRow = memo(({ row, known, at, of, top, open, selected, from, end, to, onSelect, onFold }: RowProps) => {
  const t = useTexts();
  const word = useStateWord();
  const { Icon, hue } = row.round === undefined ? kindOf(known?.type ?? "") : ITERATION;
  const title = row.round === undefined ? known?.title || row.nodeId : t("run.round", { number: row.round + 1 });
  const tokens = row.node?.usage?.token_count;
  const bar = barOf(row.startedAt, to, from, end);
  const time = row.endedAt === undefined ? "" : took(row.endedAt - row.startedAt);
  const attempts = row.node && row.node.attempts > 1 ? t("run.attempts", { count: row.node.attempts }) : "";
  return (
    <div
      id={idOf(row.key)}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={at + 1}
      aria-setsize={of}
      aria-selected={selected}
      aria-expanded={open}
      aria-label={[title, word(row.status), time, tokens ? t("run.tokens", { count: tokens }) : "", attempts].filter(Boolean).join(", ")}
      className="node-row"
      style={{ transform: `translateY(${top}px)` }}
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
});
