import type { Design } from "@progressive-flow/client";
import {
  Background,
  Controls,
  type EdgeChange,
  MarkerType,
  type NodeChange,
  type NodeHandle,
  Position,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";

import { text } from "@/messages";

import "./canvas.css";
import { PartNode, type PartNodeType } from "./PartNode";
import { type ComponentKind, connect, disconnect, edgeId, edgesOf, add, move, nameOf, remove } from "./design";
import { HEIGHT, WIDTH } from "./layout";
import type { Marks } from "./marks";

interface Props {
  readonly design: Design;
  readonly marks?: Marks | undefined;
  /** Ids of the parts that are chosen. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (ids: ReadonlySet<string>) => void;
  /** Changes the design; it is only shown if this is not given. */
  readonly apply?: ((to: (design: Design) => Design) => void) | undefined;
  /** Counts what places many parts at once: the whole design is shown after each. */
  readonly arranged?: number;
}

const FIT = { maxZoom: 1, padding: 0.15 };
const HANDLE = 14;
const AT = { width: HANDLE, height: HANDLE, y: (HEIGHT - HANDLE) / 2 };
const HANDLES: NodeHandle[] = [
  { type: "target", position: Position.Left, x: -HANDLE / 2, ...AT },
  { type: "source", position: Position.Right, x: WIDTH - HANDLE / 2, ...AT },
];
const TYPES = { part: PartNode };
export const DRAGGED = "application/x-component-type";

/** The design: parts are dragged, connected by their handles, and chosen one by one or with a rectangle. */
export function Canvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Surface {...props} />
    </ReactFlowProvider>
  );
}

type Places = ReadonlyMap<string, { x: number; y: number }>;
const NOWHERE: Places = new Map();

function Surface({ design, marks, chosen, onChoose, apply, arranged = 0 }: Props) {
  const flow = useReactFlow();
  useShown(design, arranged);
  const [dragged, setDragged] = useState<Places>(NOWHERE);
  const [chosenEdges, setChosenEdges] = useState<ReadonlySet<string>>(new Set());
  const nodes = useMemo(() => nodesOf(design, marks, chosen, dragged), [design, marks, chosen, dragged]);
  const edges = useMemo(() => edgesFor(design, chosenEdges), [design, chosenEdges]);

  function onNodesChange(changes: NodeChange<PartNodeType>[]) {
    const places = new Map(dragged);
    const selection = new Set(chosen);
    const gone = new Set<string>();
    let dropped = false;
    for (const one of changes) {
      if (one.type === "position" && one.position) {
        places.set(one.id, one.position);
        dropped ||= one.dragging !== true;
      } else if (one.type === "position") dropped = true;
      else if (one.type === "select") selection[one.selected ? "add" : "delete"](one.id);
      else if (one.type === "remove") gone.add(one.id);
    }
    if (changes.some(({ type }) => type === "select")) onChoose(selection);
    if (gone.size > 0) apply?.((now) => remove(now, gone));
    // While a part is dragged its place is kept here: the design's history takes the last one.
    setDragged(dropped ? NOWHERE : places);
    if (dropped && places.size > 0) apply?.((now) => move(now, places));
  }

  function onEdgesChange(changes: EdgeChange[]) {
    const gone = new Set(changes.filter(({ type }) => type === "remove").map((one) => ("id" in one ? one.id : "")));
    if (gone.size > 0) apply?.((now) => disconnect(now, gone));
    const selection = new Set(chosenEdges);
    for (const one of changes) if (one.type === "select") selection[one.selected ? "add" : "delete"](one.id);
    setChosenEdges(selection);
  }

  function onDrop(event: DragEvent) {
    const kind = event.dataTransfer.getData(DRAGGED);
    if (!kind) return;
    event.preventDefault();
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    apply?.((now) => add(now, kind as ComponentKind, { x: Math.round(x), y: Math.round(y) }));
  }

  return (
    <div className="canvas" role="group" aria-label={text("canvas.title")}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={({ source, target }) => apply?.((now) => connect(now, source, target))}
        onDrop={onDrop}
        onDragOver={(event) => {
          event.preventDefault();
        }}
        nodesDraggable={apply !== undefined}
        nodesConnectable={apply !== undefined}
        deleteKeyCode={apply ? ["Backspace", "Delete"] : null}
        selectionMode={SelectionMode.Partial}
        colorMode="system"
        minZoom={0.2}
        fitView
        fitViewOptions={FIT}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

/** Show the whole design after it was arranged, and when a part was added where nobody sees it. */
function useShown(design: Design, arranged: number): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const last = design.nodes.at(-1);
  const latest = useRef(last);
  useEffect(() => {
    latest.current = last;
  }, [last]);
  useEffect(() => {
    void flow.fitView(FIT);
  }, [flow, arranged]);
  useEffect(() => {
    const place = latest.current?.position;
    if (!place) return;
    const { width, height, transform } = store.getState();
    const [x, y, zoom] = transform;
    const right = (place.x + WIDTH) * zoom + x;
    const bottom = (place.y + HEIGHT) * zoom + y;
    const seen = place.x * zoom + x >= 0 && place.y * zoom + y >= 0 && right <= width && bottom <= height;
    if (!seen) void flow.fitView(FIT);
  }, [flow, store, design.nodes.length]);
}

function nodesOf(design: Design, marks: Marks | undefined, chosen: ReadonlySet<string>, dragged: Places): PartNodeType[] {
  return design.nodes.map((part) => ({
    id: part.id,
    type: "part",
    position: dragged.get(part.id) ?? part.position ?? { x: 0, y: 0 },
    selected: chosen.has(part.id),
    // Every part has the same size and handles: React Flow need not measure them, and shows parts and lines at once.
    width: WIDTH,
    height: HEIGHT,
    measured: { width: WIDTH, height: HEIGHT },
    handles: HANDLES,
    data: { part, mark: marks?.get(part.id) },
    ariaLabel: [nameOf(part), marks?.get(part.id)?.label].filter(Boolean).join(", "),
  }));
}

function edgesFor(design: Design, chosen: ReadonlySet<string>) {
  return edgesOf(design).map((edge) => ({
    id: edgeId(edge),
    source: edge.from,
    target: edge.to,
    label: edge.label ?? "",
    selected: chosen.has(edgeId(edge)),
    markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18 },
    ariaLabel: text("canvas.edge", { from: edge.from, to: edge.to }),
  }));
}
