import type { UploadRow } from "@progressive-flow/client";
import { createFileRoute } from "@tanstack/react-router";
import { useState } from "react";

import { useApi, usePlatform } from "@/api";
import { UploadForm } from "@/authoring/UploadForm";
import "@/authoring/authoring.css";
import { Action } from "@/components/Action";
import { CopyButton } from "@/components/CopyButton";
import { DataTable } from "@/components/DataTable";
import { Dialog } from "@/components/Dialog";
import { Choice } from "@/components/Inputs";
import { Loaded } from "@/components/Loaded";
import { MorePages } from "@/components/MorePages";
import { usePages } from "@/components/pages";
import { Title } from "@/components/Title";
import { compact, moment, text } from "@/messages";

export const Route = createFileRoute("/_app/organizations/$organization/media")({ component: Media });

const UPLOADS = "/v1/organizations/{organization}/uploads";
type State = UploadRow["state"];
const STATES: readonly State[] = ["clean", "requested", "rejected", "held"];
const OFFERED = "image/*,video/mp4,video/webm,text/vtt,application/pdf";

/** The images and other files that pages show. */
function Media() {
  const { organization } = Route.useParams();
  const [state, setState] = useState<State | "">("");
  const [shown, setShown] = useState<string | null>(null);
  const query = usePages<UploadRow>(UPLOADS, {
    path: { organization },
    query: { purpose: "content", ...(state !== "" && { state }) },
  });
  return (
    <>
      <Title name={text("organization.media")} />
      <section className="card">
        <UploadForm
          organization={organization}
          purpose="content"
          label={text("media.upload")}
          accept={OFFERED}
          onDone={({ id }) => {
            setShown(id);
          }}
        />
        <p className="quiet">{text("media.about")}</p>
      </section>
      <Choice
        label={text("items.state")}
        value={state}
        onChange={setState}
        choices={[["", text("list.all")], ...STATES.map((one) => [one, text(`media.${one}`)] as const)]}
      />
      <Loaded query={query}>{(rows) => <Rows organization={organization} rows={rows} onShow={setShown} />}</Loaded>
      <MorePages query={query} />
      {shown !== null && (
        <Shown
          organization={organization}
          id={shown}
          onClose={() => {
            setShown(null);
          }}
        />
      )}
    </>
  );
}

interface RowsProps {
  readonly organization: string;
  readonly rows: readonly UploadRow[];
  readonly onShow: (id: string) => void;
}

function Rows({ organization, rows, onShow }: RowsProps) {
  const { api } = usePlatform();
  return (
    <DataTable
      caption={text("organization.media")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: text("media.name"), cell: ({ file_name }) => <bdi>{file_name}</bdi> },
        { name: text("media.type"), cell: ({ media_type }) => media_type },
        { name: text("media.bytes"), numeric: true, cell: ({ bytes }) => compact(bytes) },
        {
          name: text("items.state"),
          cell: ({ state, reason }) => (
            <>
              {text(`media.${state}`)} {reason !== null && <span className="quiet">{reason}</span>}
            </>
          ),
        },
        { name: text("media.when"), cell: ({ created_at }) => moment(created_at) },
        {
          name: text("table.actions"),
          cell: ({ id, file_name, state }) => (
            <span className="row">
              {state === "clean" && (
                <>
                  <CopyButton value={`upload:${id}`} label={text("media.copy")} of={file_name} />
                  <button
                    type="button"
                    onClick={() => {
                      onShow(id);
                    }}
                  >
                    {text("media.show")}
                    <span className="unseen"> {file_name}</span>
                  </button>
                </>
              )}
              <Action
                label={text("media.delete")}
                of={file_name}
                className="danger"
                confirm={text("media.delete.about")}
                run={() => api.DELETE(`${UPLOADS}/{upload_id}`, { params: { path: { organization, upload_id: id } } })}
              />
            </span>
          ),
        },
      ]}
    />
  );
}

interface ShownProps {
  readonly organization: string;
  readonly id: string;
  readonly onClose: () => void;
}

function Shown({ organization, id, onClose }: ShownProps) {
  const query = useApi().useQuery("get", `${UPLOADS}/{upload_id}`, { params: { path: { organization, upload_id: id } } });
  return (
    <Dialog title={text("media.one")} onClose={onClose}>
      <Loaded query={query}>
        {({ file_name, media_type, url }) => (
          <>
            <p>
              <bdi>{file_name}</bdi>
            </p>
            {url !== null &&
              (media_type.startsWith("image/") ? (
                <img className="thumbnail" src={url} alt={file_name} />
              ) : (
                <p>
                  <a href={url}>{text("media.open")}</a>
                </p>
              ))}
            <p className="row">
              <code>upload:{id}</code>
              <CopyButton value={`upload:${id}`} label={text("media.copy")} />
            </p>
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
