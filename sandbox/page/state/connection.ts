import type { SandboxEvent } from '../../protocol.ts';
import type { SandboxRequests } from '../../requests.ts';

export type RequestName = keyof SandboxRequests;
export type RequestBody<Name extends RequestName> = SandboxRequests[Name]['body'];
export type RequestAnswer<Name extends RequestName> = SandboxRequests[Name]['answer'];

const FRAME_MS = 16;

/**
 * Listens to the sandbox for as long as the page lives. The browser connects again by itself, and the first event of
 * each connection is the whole state.
 * @param onEvents takes what came within a frame at once: a list brings hundreds of events a second, and each call draws
 * the page anew
 * @returns what ends it
 */
export function listen(
  onEvents: (events: readonly SandboxEvent[]) => void,
  onConnection: (isLive: boolean) => void,
): () => void {
  let waiting: SandboxEvent[] = [];
  const hand = () => {
    const events = waiting;
    waiting = [];
    onEvents(events);
  };
  const events = new EventSource('/sandbox/events');
  events.onopen = () => onConnection(true);
  events.onerror = () => onConnection(false);
  events.onmessage = ({ data }: MessageEvent<string>) => {
    if (waiting.length === 0) setTimeout(hand, FRAME_MS);
    waiting.push(JSON.parse(data));
  };
  return () => events.close();
}

/** @returns the answer, or undefined when the sandbox itself gave none */
export async function request<Name extends RequestName>(
  name: Name,
  body: RequestBody<Name>,
): Promise<RequestAnswer<Name> | undefined> {
  try {
    const response = await fetch(`/sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return undefined;
  }
}
