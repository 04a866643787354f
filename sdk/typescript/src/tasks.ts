import type { Client } from "./index.js";
import { ApiError } from "./problems.js";
import { pause } from "./retries.js";
import type { Task } from "./schema.js";

const POLL_MS = 500;

/** Ask for a task twice a second until it is finished; say how far it is meanwhile. Raises where it did not succeed. */
export async function finished(api: Client, asked: Task, onProgress: (task: Task) => void): Promise<Task> {
  let task = asked;
  while (task.state === "queued" || task.state === "running") {
    onProgress(task);
    await pause(POLL_MS);
    const { data } = await api.GET("/v1/tasks/{task_id}", { params: { path: { task_id: task.id } } });
    if (data) task = data;
  }
  if (task.state === "done") return task;
  throw new ApiError(0, { detail: task.problem?.detail ?? "The task was cancelled: ask for it again." }, null);
}
