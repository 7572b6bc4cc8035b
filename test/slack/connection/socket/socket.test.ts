import { expect, it, onTestFinished } from 'vitest';
import { createBoltLogger } from '../../../../src/slack/client/bolt-logger.ts';
import { createSocket } from '../../../../src/slack/connection/socket/socket.ts';
import { memoryLog } from '../../../support/slack.ts';
import { IGNORED_EVENTS, startSocketMode } from '../../../support/socket-mode.ts';

/** More than Slack's client says while it opens a socket. */
const STEPS = 16;

it('is closed at every step of its opening, and no connection stays', async () => {
  const link = await startSocketMode({});
  onTestFinished(link.close);
  const opened: boolean[] = [];
  for (let step = 1; step <= STEPS; step += 1) {
    let said = Number.NEGATIVE_INFINITY;
    let closing: Promise<void> | undefined;
    const socket = createSocket(
      {
        appToken: 'xapp-canary-token',
        apiUrl: link.apiUrl,
        logger: {
          ...createBoltLogger(memoryLog()),
          // What the client says tells how far it is. A stop comes between two of its steps, never within one.
          debug() {
            said += 1;
            if (said === step) {
              queueMicrotask(() => {
                closing = socket.close();
              });
            }
          },
        },
      },
      IGNORED_EVENTS,
    );

    said = 0;
    opened.push(
      await socket.open().then(
        () => true,
        () => false,
      ),
    );
    await (closing ?? socket.close());

    expect(socket.send('{}')).toBe(false);
    await link.connected(0);
  }
  expect(opened[0]).toBe(false);
  expect(opened.at(-1)).toBe(true);
});
