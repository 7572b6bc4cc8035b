import { atOnce } from '../at-once.ts';
import { violationOf } from '../promises.ts';
import { CALL_TIMEOUT_MS, PATIENCE_MS, pause } from '../wait.ts';
import { SENDER, type World } from '../world.ts';
import type { Telling, WrittenReply } from './story.ts';

const AT_ONCE = 8;

/** Calls the bot as one who sends a failed callback again by hand: until each call was answered with 200. */
export async function tellAll(world: World, tellings: readonly Telling[]): Promise<void> {
  await atOnce(AT_ONCE, tellings, async (telling) => {
    for (let time = 0; time < telling.times; time++) await tellUntilTaken(world, telling);
  });
}

/** Each process is called as often as the other. */
let turn = 0;

async function tellUntilTaken(world: World, telling: Telling): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    const ports = world.slots.flatMap(({ port }) => port ?? []);
    const port = ports[turn++ % Math.max(1, ports.length)];
    if (port !== undefined && (await call(port, world.callbackSecret, telling)) === 200) return;
    await pause(50);
  }
  throw new Error(violationOf('reply_lost', 'a reply was never taken'));
}

async function call(port: number, secret: string, { way, replies }: Telling): Promise<number | undefined> {
  const url = `http://127.0.0.1:${port}/kaleyra/incoming/${secret}`;
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const post = (body: string, type: string) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': type }, signal });
  const [first] = replies;
  const fields = first === undefined ? {} : flat(first);
  const asked = {
    query: () => fetch(`${url}?${new URLSearchParams(fields)}`, { signal }),
    form: () => post(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'),
    json: () => post(JSON.stringify(fields), 'application/json'),
    v2: () => post(JSON.stringify(metaObject(replies)), 'application/json'),
  }[way];
  const answer = await asked().catch(() => undefined);
  return answer?.status;
}

function flat({ at, from, kind, name, replyTo, text }: WrittenReply): Record<string, string> {
  return {
    from,
    wanumber: SENDER,
    name,
    type: kind,
    body: text,
    created_at: String(at),
    ...(replyTo !== undefined && { reply_to: replyTo }),
  };
}

function metaObject(replies: readonly WrittenReply[]): object {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: SENDER },
    contacts: replies.map(({ from, name }) => ({ profile: { name }, wa_id: from })),
    messages: replies.map(({ at, from, kind, name, replyTo, text }) => ({
      from,
      id: `wamid.${name}`,
      timestamp: String(at),
      type: kind,
      ...(replyTo !== undefined && { context: { id: replyTo } }),
      ...(kind === 'button' ? { button: { text, payload: text } } : { text: { body: text } }),
    })),
  };
  return { meta_object: { value, field: 'messages' } };
}
