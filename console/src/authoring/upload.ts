import { ApiError, type Client, type NewUpload, type UploadWithLink, body, pause } from "@progressive-flow/client";

import { text } from "@/messages";

const POLL_MS = 800;

/** How far an upload is: the share of its bytes that were sent; null while the file is inspected. */
export type Progress = (share: number | null) => void;

/** Send a file where the API says, and wait until it was inspected. A file that the organization has already is that one. */
export async function upload(
  api: Client,
  organization: string,
  file: File,
  purpose: NonNullable<NewUpload["purpose"]>,
  onProgress: Progress,
): Promise<UploadWithLink> {
  const id = await request(api, organization, file, purpose, onProgress);
  for (;;) {
    const path = { organization, upload_id: id };
    const found = await body(api.GET("/v1/organizations/{organization}/uploads/{upload_id}", { params: { path } }));
    if (found.state !== "requested") return found;
    onProgress(null);
    await pause(POLL_MS);
  }
}

async function request(
  api: Client,
  organization: string,
  file: File,
  purpose: NonNullable<NewUpload["purpose"]>,
  onProgress: Progress,
): Promise<string> {
  // The API refuses a type that it does not take, by name.
  const media_type = (file.type || "application/octet-stream") as NewUpload["media_type"];
  const asked = { file_name: file.name, media_type, bytes: file.size, sha256: await sha256(file), purpose };
  try {
    const { id, form } = await body(
      api.POST("/v1/organizations/{organization}/uploads", { params: { path: { organization } }, body: asked }),
    );
    await send(form.url, form.fields, file, onProgress);
    return id;
  } catch (error) {
    if (error instanceof ApiError && error.kind === "upload-exists" && typeof error.problem.upload_id === "string")
      return error.problem.upload_id;
    throw error;
  }
}

async function sha256(file: File): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Post the form to the bucket; only this way of sending says how many bytes are through. */
function send(url: string, fields: Readonly<Record<string, string>>, file: File, onProgress: Progress): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.upload.onprogress = ({ loaded, total }) => {
      onProgress(loaded / Math.max(1, total));
    };
    sending.onload = () => {
      if (sending.status < 300) resolve();
      else reject(new ApiError(sending.status, { detail: text("upload.refused", { reason: sending.statusText }) }, null));
    };
    sending.onerror = () => {
      reject(new ApiError(0, { detail: text("upload.lost") }, null));
    };
    sending.open("POST", url);
    sending.send(form);
  });
}
