import { type Client, type Task, body, pause } from "@progressive-flow/client";

const POLL_MS = 700;

/** Ask for a task until it has finished, and say how far it is meanwhile. */
export async function finished(api: Client, asked: Task, onProgress: (task: Task) => void): Promise<Task> {
  let task = asked;
  while (task.state === "queued" || task.state === "running") {
    onProgress(task);
    await pause(POLL_MS);
    task = await body(api.GET("/v1/tasks/{task_id}", { params: { path: { task_id: task.id } } }));
  }
  return task;
}
