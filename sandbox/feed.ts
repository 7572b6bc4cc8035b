import type { SandboxEvent } from './protocol.ts';

/** Where every part of the sandbox says what changed; the page and the tests listen. */
export interface Feed {
  publish(event: SandboxEvent): void;
  /** Returns what ends the subscription. */
  subscribe(listener: (event: SandboxEvent) => void): () => void;
}

export function createFeed(): Feed {
  const listeners = new Set<(event: SandboxEvent) => void>();
  return {
    publish(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
