import {
  Background,
  Controls,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { t as text, useTexts } from "../i18n/texts";
import { useMode } from "../theme/theme";
import { BOX, type Box, type Drawing, drawingOf } from "./canvas";
import { COMMENT, kindOf } from "./kinds";
import { State, useStateWord } from "./State";
import type { NodeState } from "./tree";

interface Props {
  canvas: unknown;
  /** What the nodes did; absent: only the canvas is drawn. */
  states?: ReadonlyMap<string, NodeState>;
  selected?: string;
  onSelect?: (id: string) => void;
}

type BoxNode = Node<{ box: Box; state: NodeState | undefined; word: string }>;

/** A canvas that is looked at, not edited. Loaded lazily with what draws it. */
export default function CanvasView(props: Props) {
  const drawing = useDrawing(props.canvas);
  return drawing ? (
    <ReactFlowProvider>
      <Flow {...props} drawing={drawing} />
    </ReactFlowProvider>
  ) : null;
}

/** The drawing, laid out where the canvas has no places. */
function useDrawing(canvas: unknown): Drawing | undefined {
  const read = useMemo(() => drawingOf(canvas), [canvas]);
  const [placed, setPlaced] = useState<Drawing>();
  useEffect(() => {
    if (!read.placeless) return;
    let gone = false;
    void import("./layout").then(({ place }) => {
      if (gone) return;
      const drawing = structuredClone(read);
      place(drawing);
      setPlaced({ ...drawing, placeless: false });
    });
    return () => {
      gone = true;
    };
  }, [read]);
  return read.placeless ? placed : read;
}

/** Below this zoom titles cannot be read. */
const READABLE = 0.55;
const NONE: ReadonlyMap<string, NodeState> = new Map();

function Flow({ drawing, states, selected = "", onSelect }: Props & { drawing: Drawing }) {
  const t = useTexts();
  const mode = useMode();
  const word = useStateWord();
  const flow = useReactFlow();
  const known = states ?? NONE;
  const nodes = useMemo<BoxNode[]>(
    () =>
      drawing.boxes.map((box) => {
        const state = known.get(box.id);
        const said = states && box.type !== COMMENT ? word(state?.status ?? "") : "";
        return {
          id: box.id,
          type: box.area ? "area" : box.type === COMMENT ? "note" : "box",
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          ...(box.parent === undefined ? {} : { parentId: box.parent }),
          data: { box, state, word: said },
          selected: box.id === selected,
          selectable: !box.area && onSelect !== undefined,
          focusable: !box.area && box.type !== COMMENT,
          ariaLabel: [box.title || box.id, said].filter(Boolean).join(", "),
        };
      }),
    [drawing, known, states, selected, onSelect, word],
  );
  const edges = useMemo<Edge[]>(
    () =>
      drawing.lines.map((line) => {
        const from = known.get(line.from);
        const taken = from !== undefined && known.has(line.to) && (line.port === "" || from.ports.length === 0 || from.ports.includes(line.port) || from.ports.includes(""));
        return {
          id: line.id,
          source: line.from,
          target: line.to,
          sourceHandle: line.port,
          focusable: false,
          selectable: false,
          className: taken ? "line-taken" : "",
        };
      }),
    [drawing, known],
  );
  const frame = useRef<HTMLDivElement>(null);
  const show = useCallback(() => {
    const place = flow.getInternalNode(selected)?.internals.positionAbsolute;
    const seen = frame.current?.getBoundingClientRect();
    if (!place || !seen) return;
    const zoom = flow.getZoom();
    const from = flow.flowToScreenPosition(place);
    const to = flow.flowToScreenPosition({ x: place.x + BOX.width, y: place.y + BOX.height });
    const inside = from.x >= seen.left && from.y >= seen.top && to.x <= seen.right && to.y <= seen.bottom;
    // What is seen and can be read stays where it is.
    if (inside && zoom >= READABLE) return;
    void flow.setCenter(place.x + BOX.width / 2, place.y + BOX.height / 2, { zoom: Math.max(zoom, READABLE), duration: 0 });
  }, [selected, flow]);
  useEffect(() => {
    if (flow.viewportInitialized) show();
  }, [show, flow]);
  return (
    <ReactFlow
      ref={frame}
      className={states ? "canvas" : "canvas canvas-plain"}
      colorMode={mode}
      nodes={nodes}
      edges={edges}
      nodeTypes={TYPES}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      fitView
      fitViewOptions={{ padding: 0.08, maxZoom: 1 }}
      onInit={show}
      minZoom={0.08}
      maxZoom={1.6}
      onlyRenderVisibleElements={drawing.boxes.length > 200}
      onNodesChange={(changes) => {
        for (const change of changes) if (change.type === "select" && change.selected) onSelect?.(change.id);
      }}
      proOptions={{ hideAttribution: true }}
      ariaLabelConfig={{
        "node.a11yDescription.default": t("run.canvas.key"),
        "controls.ariaLabel": t("run.canvas.controls"),
        "controls.zoomIn.ariaLabel": t("run.canvas.in"),
        "controls.zoomOut.ariaLabel": t("run.canvas.out"),
        "controls.fitView.ariaLabel": t("run.canvas.fit"),
      }}
    >
      <Background gap={20} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}

const place = (at: number, of: number) => ({ insetBlockStart: `${((at + 1) * 100) / (of + 1)}%` });

const BoxView = memo(({ data: { box, state }, selected }: NodeProps<BoxNode>) => {
  const { Icon, hue } = kindOf(box.type);
  return (
    <div className={`box box-${state?.status ?? "none"} ${selected ? "box-selected" : ""}`}>
      {box.entered && <Handle type="target" position={Position.Left} isConnectable={false} />}
      <span className={`kind kind-${hue}`}>
        <Icon size={16} aria-hidden="true" />
      </span>
      <span className="box-title">{box.title || box.id}</span>
      {state && state.times > 1 && <span className="chip">×{state.times}</span>}
      {state && <State status={state.status} bare />}
      {box.ports.map((port, at) => (
        <Handle key={port} id={port} type="source" position={Position.Right} isConnectable={false} style={place(at, box.ports.length)} />
      ))}
    </div>
  );
});

const Area = memo(({ data: { box } }: NodeProps<BoxNode>) => (
  <div className="box-area">
    <span className="box-area-title">{text("run.canvas.inside", { title: box.title || box.id.replace(/:area$/, "") })}</span>
  </div>
));

const Note = memo(({ data: { box } }: NodeProps<BoxNode>) => <div className="box-note">{box.text}</div>);

const TYPES = { box: BoxView, area: Area, note: Note };
