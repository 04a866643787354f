import type { DesignNodeInput } from "@progressive-flow/client";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";

import { text } from "@/messages";

import { nameOf } from "./design";
import { type Mark, kindName } from "./marks";

export type PartNodeType = Node<{ readonly part: DesignNodeInput; readonly mark: Mark | undefined }, "part">;

/** A part on the canvas: its name, type and sizes, and how busy it was in the last run. */
export const PartNode = memo(function PartNode({ data: { part, mark } }: NodeProps<PartNodeType>) {
  return (
    <div className={`part ${mark?.level ?? ""}`}>
      <Handle type="target" position={Position.Left} />
      <strong>{nameOf(part)}</strong>
      <span className="quiet">{kindName(part.type)}</span>
      <span className="sizes">{sizes(part)}</span>
      {mark && (
        <span className="mark">
          <span aria-hidden="true">{mark.sign}</span> {mark.label}
        </span>
      )}
      <Handle type="source" position={Position.Right} />
    </div>
  );
});

function sizes({ units, replicas, shards, zones, regions }: DesignNodeInput): string {
  const counts = [
    units && units > 1 && text("canvas.units", { count: units }),
    replicas && replicas > 1 && text("canvas.replicas", { count: replicas }),
    shards && shards > 1 && text("canvas.shards", { count: shards }),
    zones && zones > 1 && text("canvas.zones", { count: zones }),
    regions && regions > 1 && text("canvas.regions", { count: regions }),
  ];
  return counts.filter(Boolean).join(", ");
}
