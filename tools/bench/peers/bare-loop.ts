/** Posts the same messages to Kaleyra as the bot does, over the same agent, and remembers nothing. */
import { FormData, Response, request } from 'undici';
import { createAgent } from '../../../src/kaleyra/wire/agent.ts';

interface Task {
  readonly url: string;
  readonly apiKey: string;
  readonly concurrency: number;
  readonly recipientsPerRequest: number;
  readonly recipients: readonly string[];
  readonly fields: readonly (readonly [string, string])[];
}

const task = await new Promise<Task>((resolve) => process.once('message', (message) => resolve(message as Task)));
const agent = createAgent({ headersMs: 15_000, maxConnections: task.concurrency });
let next = 0;
let accepted = 0;

async function sendBatch(recipients: readonly string[]): Promise<void> {
  const form = new FormData();
  form.append('to', recipients.join(','));
  for (const [name, value] of task.fields) form.append(name, value);
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const headers = { 'api-key': task.apiKey, 'content-type': encoded.headers.get('content-type') ?? '' };
  const answer = await request(task.url, { dispatcher: agent, method: 'POST', headers, body });
  const { data } = (await answer.body.json()) as { readonly data: readonly unknown[] };
  accepted += data.length;
}

async function lane(): Promise<void> {
  while (next < task.recipients.length) {
    const first = next;
    next += task.recipientsPerRequest;
    await sendBatch(task.recipients.slice(first, next));
  }
}

// Neither is charged for loading: the bot is counted from its first request on.
const before = cpuSeconds();
await Promise.all(Array.from({ length: task.concurrency }, lane));
process.send?.({ accepted, cpuSeconds: cpuSeconds() - before, rssMb: process.memoryUsage().rss / 2 ** 20 });
process.disconnect();

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
