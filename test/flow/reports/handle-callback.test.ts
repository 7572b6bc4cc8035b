import { describe, expect, it } from 'vitest';
import type { StatusUpdate } from '../../../src/core/send/delivery/status-update.ts';
import type { RawCallback, ReadCallback } from '../../../src/flow/ports/callbacks.ts';
import { createHandleCallback } from '../../../src/flow/reports/handle-callback.ts';
import type { SaveReports } from '../../../src/flow/reports/save-reports.ts';
import { memoryLog } from '../../support/slack.ts';

const CALLBACK: RawCallback = { query: new URLSearchParams('a=1'), body: '{}', contentType: 'application/json' };
const UPDATE: StatusUpdate = {
  messageId: 'm:0',
  status: 'read',
  code: undefined,
  text: undefined,
  batchToken: undefined,
  recipientDigits: undefined,
  reportedAt: undefined,
};

/** What one callback leads to when it is read so. */
async function handled(
  reading: ReturnType<ReadCallback>,
  saveReports: SaveReports = async () => 'saved',
  takesReplies = true,
) {
  const did: unknown[] = [];
  const log = memoryLog();
  const handle = createHandleCallback({
    readCallback: (callback) => {
      did.push(['read', callback]);
      return reading;
    },
    saveReports: async (updates) => {
      did.push(['save', updates]);
      return saveReports(updates);
    },
    ...(takesReplies && { takeReplies: async (callback: RawCallback) => void did.push(['replies', callback]) }),
    applyTemplateStatus: (change) => void did.push(['template', change]),
    log,
  });
  const answer = await handle(CALLBACK);
  const [read, ...rest] = did;
  expect(read).toEqual(['read', CALLBACK]);
  return { answer, did: rest, lines: log.lines.map(({ level, data, message }) => [level, message, data]) };
}

describe('a callback of the provider', () => {
  it.each([
    ['saved', 'handled'],
    ['not_ours', 'not_ours'],
  ] as const)('has its reports saved, and is answered by what came of it: %s', async (result, answer) => {
    const reading = { kind: 'status', updates: [UPDATE], unknownWords: ['odd', 'odd', 'new'] } as const;

    expect(await handled(reading, async () => result)).toEqual({
      answer,
      did: [['save', [UPDATE]]],
      lines: [
        ['warn', 'unknown status word', { word: 'odd' }],
        ['warn', 'unknown status word', { word: 'new' }],
      ],
    });
  });

  it('is sent again by the provider when its reports could not be saved', async () => {
    const reading = { kind: 'status', updates: [UPDATE], unknownWords: [] } as const;

    await expect(handled(reading, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  });

  it('has its replies taken, where they are of use, and nothing else', async () => {
    const reading = { kind: 'inbound' } as const;

    expect(await handled(reading)).toMatchObject({ answer: 'handled', did: [['replies', CALLBACK]] });
    expect(await handled(reading, undefined, false)).toMatchObject({ answer: 'handled', did: [] });
  });

  it('changes the status of a template that it names, and nothing where it names none', async () => {
    const reading = { kind: 'template_status', name: 'booking', language: undefined, status: 'PAUSED' } as const;

    expect(await handled(reading)).toEqual({
      answer: 'handled',
      did: [['template', { name: 'booking', language: undefined, status: 'PAUSED' }]],
      lines: [],
    });
    expect(await handled({ ...reading, status: undefined })).toMatchObject({ answer: 'handled', did: [] });
  });

  it.each(['quality', 'unreadable'] as const)(
    'of no use is taken all the same, and the log says so: %s',
    async (kind) => {
      expect(await handled({ kind })).toEqual({
        answer: 'handled',
        did: [],
        lines: [['info', 'callback that is no delivery report', { kind }]],
      });
    },
  );
});
